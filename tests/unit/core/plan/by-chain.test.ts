import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChainEngine } from '../../../fixtures/engines'
import { digestOf, layerTar, packed } from '../../../fixtures/layers'
import { destinationOf, slimmed } from '../../../fixtures/opening'
import { readTar, withoutBody } from '../../../fixtures/read-tar'
import { bytesOfSpec, fileOfSpec, scenario, type Scenario } from '../../../fixtures/scenarios'

/** The digest of every stored form of every layer: what of an archive is a layer can be told without asking it. */
const layerDigests = new Set(
  ['A', 'B', 'C', 'D'].flatMap((letter) => [
    digestOf(layerTar(letter)),
    ...(['gzip', 'gzip-0', 'zstd'] as const).map((packing) => digestOf(packed(letter, packing))),
  ]),
)

function engineWith({ bases }: Scenario): ChainEngine {
  const engine = new ChainEngine()
  for (const base of bases) engine.load(bytesOfSpec(base))
  return engine
}

const slimOf = async ({ bases, target }: Scenario, form: 'universal' | 'as-is') =>
  (await slimmed(fileOfSpec(target), await destinationOf(bases.map(fileOfSpec)), form)).bytes

test.each(['universal', 'as-is'] as const)('the bases loaded, the slim archive loads (%s)', async (form) => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      engineWith(given).load(await slimOf(given, form))
    }),
    { numRuns: 150 },
  )
})

test('emptying any one more of the kept layers makes it fail: nothing is kept for nothing', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const bytes = await slimOf(given, 'as-is')
      for (const entry of readTar(bytes)) {
        if (!layerDigests.has(digestOf(entry.body))) continue
        expect(() => engineWith(given).load(withoutBody(bytes, entry)), entry.name).toThrow(/invalid diffID/)
      }
    }),
    { numRuns: 120 },
  )
})

test('without the bases it fails wherever they spare a layer, and leaves nothing behind', async () => {
  let spared = 0
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const file = fileOfSpec(given.target)
      const { plan, bytes } = await slimmed(file, await destinationOf(given.bases.map(fileOfSpec)), 'as-is')
      const alone = await slimmed(file, await destinationOf([]), 'as-is')
      if (plan.shed.size === alone.plan.shed.size) return
      spared++
      const engine = new ChainEngine()
      expect(() => engine.load(bytes)).toThrow(/invalid diffID/)
      expect(engine.chains.size).toBe(0)
    }),
    { numRuns: 100 },
  )
  expect(spared).toBeGreaterThan(5)
})
