import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
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
