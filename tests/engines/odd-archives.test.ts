import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engines } from '../../src/core/engine'
import type { Trait } from '../../src/core/engine/engine'
import { configOf, packed } from '../fixtures/layers'
import { blobMember, describe as described, indexJson, MANIFEST_TYPE, manifestOf, nameAnnotations, type Described } from '../fixtures/oci-archives' // prettier-ignore
import { openArchive } from '../fixtures/opening'
import { fileOf, tarOf, utf8, type Bytes } from '../fixtures/tar'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
import { startContainerd } from './containerd'
import { podmanAt } from './podman'
import { describeEngine } from './skipping'
import { slimTo } from './slimming'
import { useDocker, useWorkbench } from './workbench'

/** Archives that hold more than images, or layers of an odd kind: the images arrive whole, and nothing else is loaded for one. */
const odd = (name: string) => `tests/fixtures/cases/${name}.tar`

const [A, B, NONE] = [
  'sha256:e1f45288d3dccc93dc5de51327f10189d9f6e132661e49eccaf8b1457a436408',
  'sha256:721889a9e9f968e3ded97379c1326cc2ef4c43e44731b7b677a0374fc6011ecc',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]

const cases: readonly (readonly [target: string, layers: readonly (readonly string[])[]])[] = [
  ['01-signature', [[A, B]]],
  ['02-attestation', [[A, B]]],
  ['36-lower-case', [[A, B]]],
  ['46-links-oci', [[A, B]]],
  ['58-backslash-mixed', [[A, B]]],
  ['64-name-only', [[A, B]]],
  ['08-zero-layer', [[A, NONE, B]]],
]

/** The judge takes no layer of no bytes for one: it is what it is called then. */
const isTold = (layer: string) => layer.replace(/^empty: /, '')

const layersOf = (images: ReturnType<typeof carry>) => images.map(({ layers }) => layers.map(isTold))

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()

  test.each(cases)('%s arrives whole', async (target, layers) => {
    const podman = podmanAt(join(bench.folder, 'podman'))
    await slimTo(bench.slim, odd(target), { bases: [odd('base-legacy')], form: 'universal' })
    expect(layersOf(carry(podman, [odd('base-legacy')], bench.slim))).toEqual(layers)
    podman.remove()
  })
})

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)

  test.each(cases)('%s arrives whole', async (target, layers) => {
    await slimTo(bench.slim, odd(target), { bases: [odd('base-legacy')], form: 'universal' })
    expect(layersOf(carry(docker(), [odd('base-legacy')], bench.slim))).toEqual(layers)
  })
})

/** An image of one packed layer, as someone describes it. */
function describedArchive(change: (layer: Described, blob: Bytes) => object): Bytes {
  const app = { tags: ['app:1'], layers: ['A'], packing: 'gzip' } as const
  const blob = packed('A', 'gzip')
  const manifest = JSON.parse(new TextDecoder().decode(manifestOf(app)))
  const bytes = utf8(
    JSON.stringify({ ...manifest, layers: manifest.layers.map((one: Described) => change(one, blob)) }),
  )
  return tarOf([
    ...[bytes, configOf(app), blob].map(blobMember),
    { name: `blobs/sha512/${sha512(blob)}`, body: blob, format: 'gnu' },
    indexJson([{ ...described(bytes, MANIFEST_TYPE), annotations: nameAnnotations('app:1') }]),
    { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
  ])
}

const sha512 = (blob: Bytes) => createHash('sha512').update(blob).digest('hex')

describeEngine('containerd', ensureAsRoot('containerd', 'ctr'), () => {
  const bench = useWorkbench()

  test.each<[Trait, (layer: Described, blob: Bytes) => object]>([
    ['packed-called-plain', (layer) => ({ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar' })],
    ['other-digests', (layer, blob) => ({ ...layer, digest: `sha512:${sha512(blob)}` })],
  ])('%s: it refuses, and the archive is told so', async (trait, change) => {
    const bytes = describedArchive(change)
    const path = join(bench.folder, `${trait}.tar`)
    writeFileSync(path, bytes)
    expect((await openArchive(fileOf(bytes))).findings).toMatchObject([{ code: trait, hurts: ['containerd'] }])
    const containerd = await startContainerd(join(bench.folder, trait))
    const { ok, said } = containerd.load(path)
    await containerd.stop()
    const prints = engines.containerd.refuses[trait]?.prints ?? ''
    expect(ok).toBe(false)
    for (const part of prints.split('…')) expect(said).toContain(part)
  })
})
