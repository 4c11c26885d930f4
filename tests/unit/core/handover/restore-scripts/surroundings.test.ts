import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { compacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { Desk, interpreters, languages, type Language } from '../../../../fixtures/restoring-by-script'
import { fileOf, tarOf } from '../../../../fixtures/tar'

const desk = new Desk()
desk.put('base.tar', tarOf([...sources, heldLayer].map((body, at) => ({ name: `${at}.tar`, body }))))
const { whole, members } = example()
desk.put('app.compact.tar', tarOf(members))

test('names that look like options stand behind two lines', async () => {
  desk.put('-base.tar', readFileSync(desk.path('base.tar')))
  const { state, out } = await desk.runBoth(['--', 'app.compact.tar', '-base.tar'])
  expect([state, out.equals(whole)]).toEqual([0, true])
})

test('what an environment says of text changes no byte', async () => {
  const env = { PERL_UNICODE: 'SDA', LC_ALL: 'C.UTF-8', PYTHONIOENCODING: 'utf-16' }
  desk.put('base.tar.gz', gzipSync(readFileSync(desk.path('base.tar'))))
  const { state, out } = await desk.runBoth(['app.compact.tar', 'base.tar.gz'], { env })
  expect([state, out.equals(whole)]).toEqual([0, true])
})

const scripts = { perl: [interpreters.perl, 'restore.pl'], python: [interpreters.python, 'restore.py'] } as const

/** By a shell that sets the stage first. */
const runIn = (stage: string, language: Language, ...words: readonly string[]) =>
  spawnSync('sh', ['-c', `${stage}; exec "$@"`, 'sh', ...scripts[language], ...words], { cwd: desk.folder })

const packings = ['tar', 'gzip', 'zstd'] as const
const languagesByPacking = languages.flatMap((language) => packings.map((packing) => [language, packing] as const))

test.each(languagesByPacking)('%s holds few files open, of however many layers (%s)', async (language, packing) => {
  const layers = (word: string) =>
    Array.from({ length: 24 }, (_, at) => tarOf([{ name: 'f', body: bytesOfSeed(at + 9, 6000) }, { name: word }]))
  const [old, fresh] = [imageOfLayers(layers('old'), packing), imageOfLayers(layers('new'))]
  const { bytes } = await compacted(fileOf(fresh, 'many.tar'), [fileOf(old, 'many.base.tar')])
  desk.put('many.base.tar', old)
  desk.put('many.compact.tar', bytes)
  const { status, stdout } = runIn('ulimit -n 20', language, 'many.compact.tar', 'many.base.tar')
  expect([status, stdout.equals(fresh)]).toEqual([0, true])
})

test.each(languages)('%s says so where it can’t start what it needs', (language) => {
  desk.put('packed.tar', tarOf(example({ codec: 'zstd' }).members))
  const { status, stderr } = runIn('ulimit -n 8', language, 'packed.tar', 'base.tar')
  expect([status, stderr.toString()]).toEqual([
    3,
    expect.stringMatching(/^FAILED: can't start \w+: Too many open files\n$/),
  ])
})

test.each(languages)('%s finds programs where no environment says where', (language) => {
  const { status, stdout } = runIn('unset PATH', language, 'app.compact.tar', 'base.tar')
  expect([status, stdout.equals(whole)]).toEqual([0, true])
})

test.each(languages)('%s is right where nobody hears it say so', async (language) => {
  for (const nowhere of ['2>&-', '2>/dev/full']) {
    const shell = `exec "$@" app.compact.tar base.tar ${nowhere}`
    const out = execFileSync('sh', ['-c', shell, 'sh', ...scripts[language]], { cwd: desk.folder })
    expect(out.equals(whole)).toBe(true)
  }
})
