import { openAsBlob, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineVerdict } from '../../src/core/check/engines'
import type { ReaderId } from '../../src/core/engine/readers'
import { ensureAsRoot } from '../machine.mjs'
import { checked } from '../fixtures/checking'
import { readTar } from '../fixtures/read-tar'
import { missized, missizedArchive } from '../fixtures/stated-sizes'
import { tarOf } from '../fixtures/tar'
import { withoutContainerdStore } from './docker-containerd'
import type { Answer } from './run'
import { startRegistry, type Registry } from './registry'
import { base, target, type Writer } from './samples'
import { describeEngine } from './skipping'
import { slimTo } from './slimming'
import { useContainerd, useDocker, useDockerOnContainerd, usePodman, useWorkbench } from './workbench'

/** What a check says of an archive is what the engine does: how it ends, and what it prints. */

const writers = ['docker20', 'docker28-containerd-gzip'] as const
const faults = ['none', 'damaged', 'absent', 'slim'] as const

/** The archive with one fault, in the folder. */
async function broken(folder: string, by: Writer, fault: (typeof faults)[number]): Promise<string> {
  const path = join(folder, `${by}-${fault}.tar`)
  if (fault === 'slim') {
    await slimTo(path, target(by), { bases: [base(by)], form: 'as-is' })
    return path
  }
  const bytes = Buffer.from(readFileSync(target(by)))
  const layer = readTar(bytes).filter(({ body }) => body.length > 3000)[0]!
  if (fault === 'damaged') {
    const at = layer.header + 512 + (layer.body.length >> 1)
    bytes[at] = bytes[at]! ^ 1
  }
  const kept = fault === 'absent' ? [bytes.subarray(0, layer.at), bytes.subarray(layer.next)] : [bytes]
  writeFileSync(path, Buffer.concat(kept))
  return path
}

async function verdictOf(engine: ReaderId, path: string): Promise<EngineVerdict> {
  const { engines } = await checked(Object.assign(await openAsBlob(path), { name: basename(path) }))
  return engines.find((one) => one.engine === engine)!
}

/** A quotation as it is matched: digests and numbers are each archive's own. */
const pattern = (quoted: string) =>
  quoted
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/…/g, '[^]*')
    .replace(/layer \d/, 'layer \\d')

/** What it printed is what was foretold, and so is how it ended. */
function isHeld({ prints }: EngineVerdict, { ok, said }: Answer): void {
  const foretold = prints.filter((one) => new RegExp(pattern(one.prints ?? '')).test(said))
  expect(foretold, said).not.toEqual([])
  expect(ok, said).toBe(foretold.some(({ succeeds }) => succeeds))
}

function holds(engine: ReaderId, load: () => (path: string) => Answer, folder: () => string) {
  test.each(writers.flatMap((by) => faults.map((fault) => [by, fault] as const)))('%s, %s', async (by, fault) => {
    const path = await broken(folder(), by, fault)
    const verdict = await verdictOf(engine, path)
    const answer = load()(path)
    if (verdict.loads === 'anywhere') return expect(answer.ok).toBe(true)
    // In the layout that does harm it says nothing where the base is.
    isHeld(verdict, answer)
    if (verdict.loads === 'nowhere') return
    expect(load()(base(by)).ok).toBe(true)
    expect(load()(path).ok).toBe(true)
  })

  test.each(missized.flatMap((of) => [true, false].map((list) => [of, list] as const)))(
    'a wrong size of the %s, with a list: %s',
    async (of, list) => {
      const path = join(folder(), `${of}-${list}.tar`)
      writeFileSync(path, tarOf(missizedArchive(of, list)))
      const verdict = await verdictOf(engine, path)
      const answer = load()(path)
      if (verdict.loads === 'anywhere') expect(answer).toMatchObject({ ok: true })
      else isHeld(verdict, answer)
    },
  )
}

describeEngine('Docker, classic store', ensureAsRoot('docker', 'dockerd'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  holds(
    'classic',
    () => docker().load,
    () => bench.folder,
  )
})

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()
  const podman = usePodman(bench)
  holds(
    'podman',
    () => podman().load,
    () => bench.folder,
  )
})

describeEngine('containerd', ensureAsRoot('ctr', 'containerd'), () => {
  const bench = useWorkbench()
  const containerd = useContainerd(bench)
  describe('ctr images import', () =>
    holds(
      'ctr',
      () => containerd().load,
      () => bench.folder,
    ))
})

describeEngine('Docker, containerd store', withoutContainerdStore(), () => {
  const bench = useWorkbench()
  const docker = useDockerOnContainerd(bench)
  holds(
    'containerd',
    () => docker().load,
    () => bench.folder,
  )
})

describeEngine('a registry, by skopeo', ensureAsRoot('skopeo', 'docker-registry'), () => {
  const bench = useWorkbench()
  let registry: Registry
  let homes = 0
  beforeEach(async () => {
    registry = await startRegistry(join(bench.folder, `registry-${++homes}`))
  })
  afterEach(() => registry.stop())
  holds(
    'registry',
    () => registry.load,
    () => bench.folder,
  )
})
