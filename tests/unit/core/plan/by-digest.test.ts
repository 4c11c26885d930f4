import fc from 'fast-check'
import { expect, test } from 'vitest'
import { report } from '../../../../src/core/view/report'
import { ChainEngine, DigestEngine } from '../../../fixtures/engines'
import { digestOf, layerTar, packed } from '../../../fixtures/layers'
import { destinationOf, slimmed } from '../../../fixtures/opening'
import { readTar, withoutBody } from '../../../fixtures/read-tar'
import { bytesOfSpec, fileOfSpec, layoutNames, scenario, type Scenario } from '../../../fixtures/scenarios'

const packings = ['tar', 'gzip', 'gzip-0', 'zstd'] as const
const layerDigests = new Set(
  ['A', 'B', 'C', 'D'].flatMap((letter) => packings.map((packing) => digestOf(packed(letter, packing)))),
)

function storeWith({ bases }: Scenario): DigestEngine {
  const store = new DigestEngine()
  for (const base of bases) store.load(bytesOfSpec(base))
  return store
}

function faultsOf(given: Scenario, bytes: Uint8Array): string[] {
  const store = storeWith(given)
  store.load(bytes)
  return store.faults(bytes)
}

const slimOf = async ({ bases, target }: Scenario) =>
  slimmed(fileOfSpec(target), await destinationOf(bases.map(fileOfSpec)), 'universal')

test('whatever was loaded before, every blob that a listed manifest names is there and whole', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const { bytes } = await slimOf(given)
      expect(faultsOf(given, bytes)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

/** crane's archives name no digest that could be trusted: the store may hold more than is known of it. */
test('nothing is kept that neither a chain nor a digest asks for', async () => {
  const trusted = layoutNames.filter((name) => name !== 'crane')
  await fc.assert(
    fc.asyncProperty(scenario(trusted), async (given) => {
      const { bytes } = await slimOf(given)
      for (const entry of readTar(bytes)) {
        if (!layerDigests.has(digestOf(entry.body))) continue
        const emptied = withoutBody(bytes, entry)
        expect(faultsOf(given, emptied).length > 0 || chainsFail(given, emptied), entry.name).toBe(true)
      }
    }),
    { numRuns: 120 },
  )
})

function chainsFail({ bases }: Scenario, bytes: Uint8Array): boolean {
  const engine = new ChainEngine()
  for (const base of bases) engine.load(bytesOfSpec(base))
  try {
    engine.load(bytes)
  } catch {
    return true
  }
  return false
}

test('the size is foretold to the byte, before anything is hashed', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const { job, plan, output } = await slimOf(given)
      const { verdict, keptBytes, totalBytes } = await report(job, plan)
      expect(keptBytes).toBe(verdict.kind === 'ready' ? output.size : totalBytes)
    }),
    { numRuns: 120 },
  )
})

test('the model itself notices a blob that is held under another digest only', async () => {
  const target = {
    layout: 'containerd store',
    images: [{ tags: ['a:1'], layers: ['A'] }],
    dotted: false,
    order: 0,
  } as const
  const given: Scenario = {
    bases: [{ ...target, images: [{ tags: ['b:1'], layers: ['A'], packing: 'gzip' }] }],
    target,
  }
  const bytes = bytesOfSpec(target)
  const layer = readTar(bytes).find(({ body }) => digestOf(body) === digestOf(layerTar('A')))!
  expect(faultsOf(given, bytes)).toEqual([])
  expect(faultsOf(given, withoutBody(bytes, layer))).toEqual([`content digest ${digestOf(layerTar('A'))}: not found`])
})
