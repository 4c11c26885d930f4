import { openAsBlob, readdirSync, writeFileSync } from 'node:fs'
import { costly } from './inputs'
import { costOf } from './measure'

/** One step of one row, in a process of its own: `names`, or `make` or `measure` with the row's place and a folder. */
const [step, place, folder = '.'] = process.argv.slice(2)
const row = costly[Number(place)]

if (!row) console.log(JSON.stringify(costly.map(({ name }) => name)))
else if (step === 'make') await made(row)
else console.log(JSON.stringify(await measured(row)))

async function made({ files, ordinary }: (typeof costly)[number]): Promise<void> {
  const given = files()
  await written('costly', given)
  await written('ordinary', ordinary(given.reduce((sum, { size }) => sum + size, 0)))
}

async function written(kind: string, files: readonly File[]): Promise<void> {
  for (const [at, file] of files.entries())
    writeFileSync(`${folder}/${kind} ${at} ${file.name}`, new Uint8Array(await file.arrayBuffer()))
}

async function measured({ task }: (typeof costly)[number]) {
  const files = await read('costly')
  const usual = await read('ordinary')
  // Once to warm up, so that neither pays for the compiler.
  await costOf(task, usual)
  const ordinary = await costOf(task, usual)
  return { bytes: files.reduce((sum, { size }) => sum + size, 0), ordinary, costly: await costOf(task, files) }
}

function read(kind: string): Promise<File[]> {
  const names = readdirSync(folder).filter((name) => name.startsWith(kind))
  return Promise.all(names.sort().map(fileAt))
}

async function fileAt(name: string): Promise<File> {
  const type = name.endsWith('.json') ? 'application/json' : ''
  return new File([await openAsBlob(`${folder}/${name}`)], name.replace(/^\w+ \d+ /, ''), { type })
}
