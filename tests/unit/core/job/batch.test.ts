import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdingOfArchive } from '../../../../src/core/destination/holding'
import { loadingOrder } from '../../../../src/core/destination/roles'
import { batchSizes, destinationAfter } from '../../../../src/core/job/batch'
import { planOf, slim } from '../../../../src/core/job/slim'
import type { FormId } from '../../../../src/core/form/form-id'
import { judge } from '../../../../src/core/plan/verdict'
import { keptBytes } from '../../../../src/core/tar/index'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { ChainEngine, DigestEngine } from '../../../fixtures/engines'
import { bytesOfBlob, openArchive } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'
import { bytesOfSpec, fileOfSpec, scenario, type ArchiveSpec } from '../../../fixtures/scenarios'

/** A batch as it travels: each archive as slim as those before it allow; what has nothing to leave out goes as it is. */
async function batch(
  bases: readonly ArchiveSpec[],
  targets: readonly ArchiveSpec[],
  form: FormId,
): Promise<Uint8Array[]> {
  const holdings = (await Promise.all(bases.map(fileOfSpec).map(openArchive))).map(holdingOfArchive)
  const archives = await Promise.all(targets.map(fileOfSpec).map(openArchive))
  return Promise.all(
    archives.map(async (archive, at) => {
      const destination = destinationAfter(holdings, archives.slice(0, at), 'one-host', form)
      const job = { archive, destination, form }
      const plan = planOf(job)
      const ready = judge(archive, plan, destination).kind === 'ready'
      return bytesOfBlob(ready ? await slim(job, plan) : keptBytes(archive.tar))
    }),
  )
}

const batches = fc.record({ first: scenario(), second: scenario() })

test('loaded in order, every archive of a batch finds in a chain-keyed engine what it refers to', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.constantFrom<FormId>('universal', 'as-is'), async ({ first, second }, form) => {
      const engine = new ChainEngine()
      for (const base of first.bases) engine.load(bytesOfSpec(base))
      for (const bytes of await batch(first.bases, [first.target, second.target], form)) engine.load(bytes)
    }),
    { numRuns: 150 },
  )
})

test('and in a digest-keyed one every blob that a slim manifest names is there and whole', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async ({ first, second }) => {
      const engine = new DigestEngine()
      for (const base of first.bases) engine.load(bytesOfSpec(base))
      const holdings = (await Promise.all(first.bases.map(fileOfSpec).map(openArchive))).map(holdingOfArchive)
      const specs = [first.target, second.target]
      const archives = await Promise.all(specs.map(fileOfSpec).map(openArchive))
      for (const [at, archive] of archives.entries()) {
        const destination = destinationAfter(holdings, archives.slice(0, at), 'one-host', 'universal')
        const job = { archive, destination, form: 'universal' as const }
        const bytes = await bytesOfBlob(await slim(job, planOf(job)))
        engine.load(bytes)
        expect(engine.faults(bytes)).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
})

test('what others build upon is loaded before them; the rest keeps the order in which it was given', () => {
  const stack = (id: string, ...chains: string[]) => ({ id, images: [{ chains }] })
  const given = [stack('app', 'a', 'ab', 'abc'), stack('other', 'x'), stack('middle', 'a', 'ab'), stack('base', 'a')]
  expect(loadingOrder(given)).toEqual(['other', 'base', 'middle', 'app'])
  expect(loadingOrder([stack('one', 'a'), stack('same', 'a')])).toEqual(['one', 'same'])
})

test('a batch comes to what its archives come to, each for itself or one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.constantFrom<FormId>('universal', 'as-is'), async ({ first, second }, form) => {
      const holdings = (await Promise.all(first.bases.map(fileOfSpec).map(openArchive))).map(holdingOfArchive)
      const targets = [first.target, second.target]
      const archives = await Promise.all(targets.map(fileOfSpec).map(openArchive))
      const sizeOf = async (written: Promise<Uint8Array[]>) =>
        (await written).reduce((sum, { length }) => sum + length, 0)
      expect(await batchSizes(holdings, archives, 'one-host', form)).toEqual({
        together: await sizeOf(batch(first.bases, targets, form)),
        apart:
          (await sizeOf(batch(first.bases, [first.target], form))) +
          (await sizeOf(batch(first.bases, [second.target], form))),
      })
    }),
    { numRuns: 100 },
  )
})

test('what can’t be sent comes to nothing, and brings nothing', async () => {
  const image = { tags: ['app:1'], layers: ['A', 'B'] }
  const members = legacyArchive([image])
  const broken = members.filter((member) => !String(member.name).endsWith('/layer.tar'))
  const [half, whole] = await Promise.all([broken, members].map((one) => openArchive(fileOf(tarOf(one)))))
  const alone = await batchSizes([], [whole!], 'one-host', 'universal')
  expect(alone.apart).toBeGreaterThan(0)
  expect(await batchSizes([], [half!], 'one-host', 'universal')).toEqual({ apart: 0, together: 0 })
  expect(await batchSizes([], [half!, whole!], 'one-host', 'universal')).toEqual(alone)
})
