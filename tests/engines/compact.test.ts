import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { bytesOfSeed } from '../fixtures/changed-layers'
import { compacted } from '../fixtures/compacting'
import { imageOfLayers } from '../fixtures/layered'
import { sampleFile } from '../fixtures/opening'
import { Desk, languages } from '../fixtures/restoring-by-script'
import { concat, fileOf, tarOf } from '../fixtures/tar'
import { ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { base, target } from './samples'
import { describeEngine } from './skipping'
import { imagesIn } from './whole'
import { useContainerd, useDocker, usePodman, useWorkbench } from './workbench'

/** A compact archive is no image for any engine; what a script makes of it is one. */
const desk = new Desk()
const [app, parent] = [target('docker20'), base('docker20')]

/** Packed layers, of which one changed and one is held: they come back plain, in manifests written anew. */
const layer = (seed: number, change = 0) =>
  tarOf([{ name: `data-${seed}`, body: concat(bytesOfSeed(change, 700), bytesOfSeed(seed, 900_000)) }])
const packed = {
  old: fileOf(imageOfLayers([layer(1), layer(2)], 'gzip'), 'old.tar'),
  fresh: fileOf(imageOfLayers([layer(1, 6), layer(2)], 'gzip-0'), 'new.tar'),
}

beforeAll(async () => {
  const files = await Promise.all(['docker20-ip-server.tar', 'docker20-base.tar'].map(sampleFile))
  desk.put('app.compact.tar', (await compacted(files[0]!, [files[1]!], 'gzip')).bytes)
  const anew = await compacted(packed.fresh, [packed.old])
  expect(anew.plan.frame).toBe('universal')
  desk.put('packed.compact.tar', anew.bytes)
  for (const file of Object.values(packed)) desk.put(file.name, new Uint8Array(await file.arrayBuffer()))
})

function holds(engine: () => Engine): void {
  test('a compact archive as it is is refused, and nothing of it stays', () => {
    expect(engine().load(desk.path('app.compact.tar'))).toMatchObject({ ok: false })
    expect(engine().images()).toEqual([])
  })

  test.each(languages)('what %s makes of it loads whole', async (language) => {
    const outcome = await desk.run(language, ['-o', `${language}.tar`, 'app.compact.tar', parent])
    expect(outcome).toMatchObject({ state: 0 })
    expect(readFileSync(desk.path(`${language}.tar`)).equals(readFileSync(app))).toBe(true)
    expect(engine().load(desk.path(`${language}.tar`))).toMatchObject({ ok: true })
    expect(savedAgain(engine(), engine().images())).toEqual(imagesIn(app))
  })

  test('what is made of packed layers loads whole', async () => {
    const outcome = await desk.run('perl', ['-o', 'plain.tar', 'packed.compact.tar', 'old.tar'])
    expect(outcome).toMatchObject({ state: 0 })
    expect(engine().load(desk.path('plain.tar'))).toMatchObject({ ok: true })
    expect(savedAgain(engine(), engine().images())).toEqual(imagesIn(desk.path('new.tar')))
  })
}

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()
  holds(usePodman(bench))
})

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  holds(docker)

  test.each(['perl restore.pl', 'python3 restore.py'])('%s stands between an engine and itself', (script) => {
    expect(docker().load(parent)).toMatchObject({ ok: true })
    const [name] = docker().images()
    const line = `docker save ${name} | ${script} app.compact.tar - | docker load`
    execFileSync('sh', ['-c', line], { cwd: desk.folder, env: { ...process.env, ...docker().env }, stdio: 'pipe' })
    const arrived = docker()
      .images()
      .filter((image) => image !== name)
    expect(savedAgain(docker(), arrived)).toEqual(imagesIn(app))
  })
})

describeEngine('containerd', ensureAsRoot('containerd', 'ctr'), () => {
  const bench = useWorkbench()
  holds(useContainerd(bench))
})
