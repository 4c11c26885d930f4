import { copyFileSync, mkdtempSync, openAsBlob, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FormId } from '../../src/core/form/form-id'
import { contentsOf, contentsOnceWhole } from '../../src/core/handover/contents'
import { restorePl, restorePy } from '../../src/core/handover/restore-scripts'
import { compacted } from '../fixtures/compacting'
import { writeKit } from '../fixtures/kitting'
import { openArchive, sampleFile } from '../fixtures/opening'
import { base, target } from './samples'
import { slimTo } from './slimming'

export const APP = '01-ip-server.slim.tar'

/** A kit of the sample, slim, in the folder. */
export async function kitIn(folder: string, form: FormId = 'universal', names = [APP], before: readonly string[] = []) {
  const kit = mkdtempSync(join(folder, 'kit-'))
  const app = names.at(-1)!
  for (const [at, archive] of before.entries()) copyFileSync(archive, join(kit, names[at]!))
  await slimTo(join(kit, app), target('docker20'), { bases: [base('docker20')], form })
  const packed = names.map(async (file) => {
    const archive = await openArchive(Object.assign(await openAsBlob(join(kit, file)), { name: file }))
    return { file, contents: contentsOf(archive) }
  })
  const known = [{ image: 'ip-server:1.0.0', reference: 'sample-base:7', diffIds: (await packed.at(-1)!).contents.images[0]!.layers.slice(0, 1).map(({ diffId }) => diffId) }] // prettier-ignore
  writeKit(kit, await Promise.all(packed), known)
  return kit
}

const OLD = {
  name: 'sample-base:7',
  diffIds: ['sha256:a689d4a7b9a3b948785279eb9687c31ebc55dca409fc5c1cc34a4c7d020d6f8d'],
}

/** As every compact archive has them. */
const scripts = [restorePl, restorePy].map(({ name, text }) => ({ name: `layershed/${name}`, text }))

/** A kit of the same, compact. */
export async function compactKitIn(folder: string) {
  const kit = mkdtempSync(join(folder, 'kit-'))
  const [app, old] = await Promise.all(['docker20-ip-server.tar', 'docker20-base.tar'].map(sampleFile))
  const file = '01-ip-server.compact.tar'
  writeFileSync(join(kit, file), (await compacted(app!, [old!], 'gzip', [], scripts)).bytes)
  const contents = contentsOnceWhole(contentsOf(await openArchive(app!)))
  writeKit(kit, [{ file, contents, old: [OLD] }])
  return kit
}

/** Two compact archives: the second is made of the base, and of what comes of the first. */
export async function chainIn(folder: string) {
  const kit = mkdtempSync(join(folder, 'kit-'))
  const [old, first, second] = await Promise.all(['docker20-base.tar', 'docker20-ip-server.tar', 'docker20-two-images.tar'].map(sampleFile)) // prettier-ignore
  const made = [
    { file: '01-ip server.compact.tar', of: first!, earlier: [] },
    { file: '02-both.compact.tar', of: second!, earlier: [first!] },
  ]
  const packed = made.map(async ({ file, of, earlier }) => {
    writeFileSync(join(kit, file), (await compacted(of, [old!], 'gzip', earlier, scripts)).bytes)
    const contents = contentsOnceWhole(contentsOf(await openArchive(of)))
    return { file, contents, old: [OLD], uponEarlier: earlier.length > 0 }
  })
  writeKit(kit, await Promise.all(packed))
  return kit
}

/** A whole archive, and a compact one that is made of nothing else. */
export async function setIn(folder: string) {
  const kit = mkdtempSync(join(folder, 'kit-'))
  const [first, second] = await Promise.all(['docker20-base.tar', 'docker20-ip-server.tar'].map(sampleFile))
  const [whole, file] = ['01-base.tar', '02-ip-server.compact.tar']
  copyFileSync(base('docker20'), join(kit, whole))
  writeFileSync(join(kit, file), (await compacted(second!, [], 'gzip', [first!], scripts)).bytes)
  writeKit(kit, [
    { file: whole, contents: contentsOf(await openArchive(first!)) },
    { file, contents: contentsOnceWhole(contentsOf(await openArchive(second!))), old: [], uponEarlier: true },
  ])
  return kit
}
