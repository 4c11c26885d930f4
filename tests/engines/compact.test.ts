import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { compacted } from '../fixtures/compacting'
import { sampleFile } from '../fixtures/opening'
import { Desk, languages } from '../fixtures/restoring-by-script'
import { ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { base, target } from './samples'
import { describeEngine } from './skipping'
import { imagesIn } from './whole'
import { useContainerd, useDocker, usePodman, useWorkbench } from './workbench'

/** A compact archive is no image for any engine; what a script makes of it is one. */
const desk = new Desk()
const [app, parent] = [target('docker20'), base('docker20')]

beforeAll(async () => {
  const files = await Promise.all(['docker20-ip-server.tar', 'docker20-base.tar'].map(sampleFile))
  desk.put('app.compact.tar', (await compacted(files[0]!, [files[1]!], 'gzip')).bytes)
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
}

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()
  holds(usePodman(bench))
})

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  holds(docker)
})

describeEngine('containerd', ensureAsRoot('containerd', 'ctr'), () => {
  const bench = useWorkbench()
  holds(useContainerd(bench))
})
