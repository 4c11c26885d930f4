import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { startContainerd, type Containerd } from './containerd'
import { podmanAt, type Podman } from './podman'
import { base, sample, target } from './samples'
import { describeEngine } from './skipping'
import { joinTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { useDocker, useWorkbench } from './workbench'

const originals = [base('docker20'), target('docker20'), sample('docker20-web.tar')]

/** Two slim archives and their base, as one archive. */
async function joinedIn(folder: string): Promise<string> {
  const bases = [base('docker20')]
  const slim = [join(folder, 'a.slim.tar'), join(folder, 'b.slim.tar')]
  await slimTo(slim[0]!, target('docker20'), { bases, form: 'universal' })
  await slimTo(slim[1]!, sample('docker20-web.tar'), { bases, form: 'as-is' })
  const output = join(folder, 'joined.tar')
  await joinTo(output, slim, bases)
  return output
}

/** Loaded where nothing is, all of its images are there, whole. */
async function expectLoaded(engine: Engine, folder: string): Promise<void> {
  const archive = await joinedIn(folder)
  expect(engine.load(archive)).toMatchObject({ ok: true })
  const ids = (paths: readonly string[]) =>
    paths.flatMap((path) => imagesIn(path)).map((image) => JSON.stringify(image))
  const again = savedAgain(engine, engine.images()).map((image) => JSON.stringify(image))
  expect(new Set(again)).toEqual(new Set(ids(originals)))
}

describeEngine('Docker, classic store', ensureAsRoot('docker', 'dockerd'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  test('a joined archive loads whole, all of its images', () => expectLoaded(docker(), bench.folder))
})

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()
  let podman: Podman
  beforeEach(() => {
    podman = podmanAt(join(bench.folder, 'podman'))
  })
  afterEach(() => podman.remove())
  test('a joined archive loads whole, all of its images', () => expectLoaded(podman, bench.folder))
})

describeEngine('containerd', ensureAsRoot('ctr', 'containerd'), () => {
  const bench = useWorkbench()
  let containerd: Containerd
  beforeEach(async () => {
    containerd = await startContainerd(join(bench.folder, 'containerd'))
  })
  afterEach(() => containerd.stop())
  test('a joined archive loads whole, and is complete', async () => {
    await expectLoaded(containerd, bench.folder)
    expect(containerd.complete().toSorted()).toEqual(containerd.images().toSorted())
  })
})
