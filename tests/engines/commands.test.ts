import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandsFor, type Command, type Engine as EngineName } from '../../src/core/handover/commands'
import { report } from '../../src/core/view/report'
import { configOf, digestOf, type ImageSpec } from '../fixtures/layers'
import { shells, type Shell } from '../fixtures/kitting'
import { destinationOf, slimmed } from '../fixtures/opening'
import { containerdArchive } from '../fixtures/oci-archives'
import { fileOf, tarOf } from '../fixtures/tar'
import { ensure, ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { startRegistry, type Registry } from './registry'
import { run } from './run'
import { base, sample, target } from './samples'
import { describeEngine } from './skipping'
import { slimTo } from './slimming'
import { imagesIn } from './whole'
import { useContainerd, useDocker, usePodman, useWorkbench } from './workbench'

/** The commands that the page shows, as they stand there, on the engines that they are for. */

interface Over extends Engine {
  readonly env: NodeJS.ProcessEnv
  readonly rename: (from: string, to: string) => void
}

const SLIM = `it's $(touch harm).slim.tar`

const fileAt = (path: string, name: string) => fileOf(readFileSync(path), name)

/** What is shown for the sample. */
async function commands(engine: EngineName): Promise<Command[]> {
  const destination = await destinationOf([fileAt(base('docker20'), 'base.tar')])
  const { job, plan } = await slimmed(fileAt(target('docker20'), 'app.tar'), destination, 'universal')
  return commandsFor(engine, 'sh', { ...(await report(job, plan)), fileName: SLIM, parts: [] })
}

function holds(name: EngineName, baseName: string, engine: () => Over, folder: () => string) {
  describe.for(Object.keys(shells) as Shell[])('%s', (shell) => {
    const [program, ...before] = shells[shell]
    const answer = (line: string) => run(program, [...before, '-c', `cd '${folder()}' || exit\n${line}`], engine().env)
    const verdict = async () => {
      const checks = (await commands(name)).filter(({ purpose }) => purpose === 'check-base')
      return checks.map(({ text }) => answer(text).printed)
    }
    const have = (archive: string) => expect(engine().load(archive)).toMatchObject({ ok: true })

    test('they tell the base where it is, and load the rest', async () => {
      expect(await verdict()).toEqual(['base: MISSING\n'])
      have(base('docker20'))
      expect(await verdict()).toEqual(['base: OK\n'])
      engine().rename(baseName, baseName.replace(/sample-base:7$/, 'what/ever:9'))
      expect(await verdict()).toEqual(['base: OK\n'])
      const there = engine().images()
      await slimTo(join(folder(), 'slim.tar'), target('docker20'), { bases: [base('docker20')], form: 'universal' })
      writeFileSync(join(folder(), SLIM), readFileSync(join(folder(), 'slim.tar')))
      const [load] = (await commands(name)).filter(({ purpose }) => purpose === 'load')
      expect(answer(load!.text)).toMatchObject({ ok: true })
      const arrived = engine().images().filter((image) => !there.includes(image)) // prettier-ignore
      expect(savedAgain(engine(), arrived)).toEqual(imagesIn(target('docker20')))
    })

    test('they tell the base where only what was built on it is there', async () => {
      have(sample('docker20-web.tar'))
      expect(await verdict()).toEqual(['base: OK\n'])
    })
  })
}

const small = ensure('dash', 'busybox')

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker') ?? small, () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  holds('docker', 'sample-base:7', docker, () => bench.folder)
})

describeEngine('Podman', ensureAsRoot('podman') ?? small, () => {
  const bench = useWorkbench()
  const podman = usePodman(bench)
  holds('podman', 'localhost/sample-base:7', podman, () => bench.folder)
})

describeEngine('containerd', ensureAsRoot('ctr', 'containerd') ?? small, () => {
  const bench = useWorkbench()
  const containerd = useContainerd(bench)
  holds('ctr', 'docker.io/library/sample-base:7', containerd, () => bench.folder)
})

describeEngine('a registry, by skopeo', ensureAsRoot('skopeo', 'docker-registry') ?? small, () => {
  const bench = useWorkbench()
  let registry: Registry
  beforeEach(async () => {
    registry = await startRegistry(join(bench.folder, 'registry'))
  })
  afterEach(() => registry.stop())

  const image = (tag: string, ...layers: string[]): ImageSpec => ({ tags: [tag], layers, packing: 'gzip' })
  const base = image('base:1', 'A')
  const images = [image('app:1', 'A', 'B'), image('example.com/team/web:1', 'A', 'C')]

  /** The lines for the archive, run in the folder. `names`: what the reader puts in, where no name is known. */
  async function push(archive: readonly ImageSpec[], there: readonly ImageSpec[], name = 'NAME:TAG') {
    const destination = await destinationOf(there.length > 0 ? [fileOf(tarOf(containerdArchive(there)))] : [])
    const given = fileOf(tarOf(containerdArchive(archive)))
    const { job, plan, output } = await slimmed(given, destination, 'universal')
    writeFileSync(join(bench.folder, SLIM), Buffer.from(await (there.length > 0 ? output : given).arrayBuffer()))
    const lines = commandsFor('skopeo', 'sh', { ...(await report(job, plan)), fileName: SLIM, parts: [] })
    return lines.map(({ text }) => {
      const line = text
        .replace('skopeo copy', 'skopeo copy --insecure-policy --dest-tls-verify=false')
        .replace('REGISTRY', registry.address)
        .replace('NAME:TAG', name)
      return run('sh', ['-c', `cd '${bench.folder}' && ${line}`])
    })
  }

  const configThere = (name: string) =>
    run('skopeo', ['inspect', '--tls-verify=false', '--config', '--raw', `docker://${registry.address}/${name}`])

  test('of several images under one tag each comes where its name says', async () => {
    for (const repository of ['app', 'team/web'])
      expect(await push([base], [], `${repository}:base`)).toMatchObject([{ ok: true }])
    expect(await push(images, [base])).toMatchObject([{ ok: true }, { ok: true }])
    for (const [at, name] of ['app:1', 'team/web:1'].entries()) {
      const { printed } = configThere(name)
      expect(digestOf(Buffer.from(printed))).toBe(digestOf(configOf(images[at]!)))
    }
  })

  test('a whole archive of several is read by its list', async () => {
    expect(await push(images, [])).toMatchObject([{ ok: true }, { ok: true }])
    expect(configThere('team/web:1')).toMatchObject({ ok: true })
  })
})
