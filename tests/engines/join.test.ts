import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { base, sample, target } from './samples'
import { describeEngine } from './skipping'
import { joinTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { useContainerd, useDocker, usePodman, useWorkbench } from './workbench'

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
  const podman = usePodman(bench)
  test('a joined archive loads whole, all of its images', () => expectLoaded(podman(), bench.folder))
})

describeEngine('containerd', ensureAsRoot('ctr', 'containerd'), () => {
  const bench = useWorkbench()
  const containerd = useContainerd(bench)
  test('a joined archive loads whole, and is complete', async () => {
    await expectLoaded(containerd(), bench.folder)
    expect(containerd().complete().toSorted()).toEqual(containerd().images().toSorted())
  })
})
