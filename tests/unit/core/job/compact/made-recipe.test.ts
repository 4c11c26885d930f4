import { describe, expect, test, vi } from 'vitest'
import type { MadeRecipe } from '../../../../../src/core/job/compact/made-recipe'
import * as changed from '../../../../../src/core/job/compact/changed'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const layer = (seed: number, size: number): Bytes => tarOf([{ name: `data ${seed}`, body: bytesOfSeed(seed, size) }])
function over(bytes: Bytes, at: number): Bytes {
  const one = bytes.slice()
  one.set(bytesOfSeed(6, 3000), at)
  return one
}

/** One layer that all of them share, and one of their own. */
const shared = layer(1, 1_200_000)
const own = [2, 3].map((seed) => layer(seed, 1_100_000))
const base = fileOf(imageOfLayers([shared, ...own]), 'base.tar')
const archives = own.map((one, at) => fileOf(imageOfLayers([over(shared, 5000), over(one, 9000)]), `${at}.tar`))
const [first, second] = [archives[0]!, archives[1]!]

const made = vi.spyOn(changed, 'changedLayer')
const byRecipes = (recipes: readonly MadeRecipe[], bases = [base]) =>
  compacted(second, bases, 'zstd', [], undefined, [], recipes)

describe.each(['zstd', 'gzip'] as const)('by %s', (codec) => {
  test('what was made of a layer serves another archive that has it, to the same bytes', async () => {
    const { recipes } = await compacted(first, [base], codec)
    expect(recipes).toHaveLength(2)
    const anew = await compacted(second, [base], codec)
    made.mockClear()
    const { bytes, share } = await compacted(second, [base], codec, [], undefined, [], recipes)
    expect(made).toHaveBeenCalledOnce()
    expect(Buffer.compare(bytes, anew.bytes)).toBe(0)
    expect(share).toBeCloseTo(anew.share, 2)
    const whole = await uncompacted(fileOf(bytes, 'x.compact.tar'), [base])
    expect(Buffer.compare(whole, Buffer.from(await second.arrayBuffer()))).toBe(0)
  })
})

test('its old layers may stand elsewhere among the others', async () => {
  const { recipes } = await compacted(first, [base])
  const other = fileOf(imageOfLayers([own[1]!, layer(9, 5000), shared]), 'other.tar')
  made.mockClear()
  const { bytes } = await byRecipes(recipes, [other])
  expect(made).toHaveBeenCalledOnce()
  const whole = await uncompacted(fileOf(bytes, 'x.compact.tar'), [other])
  expect(Buffer.compare(whole, Buffer.from(await second.arrayBuffer()))).toBe(0)
})

test.each<[string, (one: MadeRecipe) => MadeRecipe]>([
  ['of another codec', (one) => ({ ...one, codec: 'gzip' })],
  ['of another size', (one) => ({ ...one, size: one.size - 512 })],
  ['of old layers that are not there', (one) => ({ ...one, sources: [...one.sources, 'sha256:0'] })],
])('one %s is not taken', async (_, other) => {
  const { recipes } = await compacted(first, [base])
  made.mockClear()
  await byRecipes(recipes.map(other))
  expect(made).toHaveBeenCalledTimes(2)
})

test('what is packed is proved here, too', async () => {
  const { recipes } = await compacted(first, [base])
  const wrong = recipes.map((one) => ({ ...one, literalsPart: { ...one.literalsPart, plain: 'sha256:0' as const } }))
  await expect(byRecipes(wrong)).rejects.toThrow('what was packed is something else')
})

test('a layer that is not what it is called is told, though there is a recipe for its name', async () => {
  const { recipes } = await compacted(first, [base])
  const bytes = new Uint8Array(await second.arrayBuffer())
  bytes[200_000]! ^= 1
  const broken = fileOf(bytes, 'broken.tar')
  await expect(compacted(broken, [base], 'zstd', [], undefined, [], recipes)).rejects.toMatchObject({
    fault: { code: 'layer-damaged' },
  })
})
