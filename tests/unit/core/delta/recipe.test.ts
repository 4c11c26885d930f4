import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { millHere, type Mill } from '../../../../src/core/delta/mill'
import { makeRecipe, readOlds, workOf } from '../../../../src/core/delta/recipe'
import { bytesOfSeed, changedLayers } from '../../../fixtures/changed-layers'
import { cooked, recipeOf } from '../../../fixtures/compacting'
import { concat, tarOf, utf8, type Bytes } from '../../../fixtures/tar'

async function comesBack(fresh: Bytes, olds: readonly Bytes[]) {
  const recipe = await recipeOf(fresh, olds)
  const back = await cooked(recipe, olds, fresh.length)
  expect(Buffer.compare(back, fresh)).toBe(0)
  return recipe
}

const file = { name: 'b', body: bytesOfSeed(3, 300_000) }

test('whatever became of a layer, it comes back', async () => {
  await fc.assert(
    fc.asyncProperty(changedLayers, async ({ old, fresh }) => {
      await comesBack(fresh, [old])
    }),
    { numRuns: 300 },
  )
})

test('and from several old ones, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(changedLayers, { minLength: 2, maxLength: 3 }), async (pairs) => {
      await comesBack(pairs[0]!.fresh, pairs.map(({ old }) => old).toReversed())
    }),
  )
})

test('bytes that are no tar come back, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), async (one, other) => {
      const [old, fresh] = [concat(one, bytesOfSeed(1, 4000)), concat(other, bytesOfSeed(1, 4000))]
      await comesBack(fresh, [old])
      await comesBack(other.slice() as Bytes, [old])
    }),
  )
})

test('layers that are cut off come back, and those whose last entry says more than there is', async () => {
  const [old, fresh] = [1, 2].map((seed) => tarOf([{ name: 'a', body: bytesOfSeed(seed, 9000) }, file])) as [
    Bytes,
    Bytes,
  ]
  for (const end of [10_000, 10_240, 30_000, 300_000])
    for (const other of [10_500, 40_000, 280_000])
      await comesBack(fresh.subarray(0, end) as Bytes, [old.subarray(0, other) as Bytes, old])
  const endless = tarOf([
    { name: 'a', body: bytesOfSeed(1, 9000) },
    { ...file, size: 8 ** 11 - 1 },
  ])
  await comesBack(endless, [old])
  await comesBack(fresh, [endless, old])
})

describe('what is there already is not carried', () => {
  const large = (name: string, seed: number) => ({ name, body: bytesOfSeed(seed, 300_000) })
  const old = tarOf([large('a', 1), large('b', 2), large('c', 3)])
  const carried = async (fresh: Bytes, olds = [old]) => {
    const { ops, literalBytes } = await comesBack(fresh, olds)
    return ops.length + literalBytes.length
  }

  test('an equal layer is a few bytes', async () => {
    expect(await carried(old)).toBeLessThan(30)
  })

  test('files in another order, or under other names, are some headers', async () => {
    expect(await carried(tarOf([large('c', 3), large('a', 1), large('b', 2)]))).toBeLessThan(200)
    expect(await carried(tarOf([large('x', 1), large('y', 2), large('z', 3)]))).toBeLessThan(800)
  })

  test('a changed file is what changed in it', async () => {
    const body = bytesOfSeed(2, 300_000)
    body.set(bytesOfSeed(9, 50), 150_000)
    const fresh = tarOf([large('a', 1), { name: 'b', body: concat(bytesOfSeed(6, 20), body) }, large('c', 3)])
    expect(await carried(fresh)).toBeLessThan(300)
  })

  test('a file that moved into another layer is found there, and no other layer is named', async () => {
    const others = [tarOf([large('x', 4)]), old, tarOf([large('y', 5)])]
    const recipe = await comesBack(tarOf([large('b', 2)]), others)
    expect(recipe.sources).toEqual([1])
  })
})

describe('long runs', () => {
  const STRETCH = 4 * 1024 * 1024
  const bodies = [STRETCH - 512, STRETCH, STRETCH + 1, 2 * STRETCH - 1024, 2 * STRETCH + 700].map(bytesOfLength)
  const large = bodies.map((body, at) => ({ name: `large-${at}`, body }))

  test('come back, however long, and are carried as a few bytes', async () => {
    const fresh = tarOf([
      large[4]!,
      { name: 'new', body: bytesOfSeed(50, 9000) },
      large[1]!,
      large[0]!,
      large[2]!,
      large[3]!,
    ])
    const { ops, literalBytes } = await comesBack(fresh, [tarOf(large)])
    expect(literalBytes.length).toBeLessThan(9000 + 800)
    expect(ops.length).toBeLessThan(800)
  })

  test('go on from one old layer into the next', async () => {
    const [one, other] = [tarOf(large.slice(0, 2), 0), tarOf(large.slice(2))]
    const recipe = await comesBack(concat(one, other), [one, other])
    expect(recipe.sources).toEqual([0, 1])
    expect(recipe.literals).toBe(0)
  })

  test('are rebuilt while the rest of them is looked for', async () => {
    const { segments } = await comesBack(tarOf(large), [tarOf(large)])
    expect(segments).toBeGreaterThan(5)
  })
})

/** Other bytes for other lengths, soon. */
function bytesOfLength(length: number): Bytes {
  const some = bytesOfSeed(length, 65_537)
  return Uint8Array.from({ length }, (_, at) => some[at % some.length]! ^ (at >> 16))
}

test('small files of numbered names are found in a folder of another name', async () => {
  const folder = (name: string) =>
    tarOf(Array.from({ length: 300 }, (_, at) => ({ name: `${name}/${at}.txt`, body: bytesOfSeed(at + 9, 600) })))
  const { ops, literalBytes } = await comesBack(folder('new'), [folder('old')])
  expect(ops.length + literalBytes.length).toBeLessThan(20_000)
})

test('what is new goes in several segments', async () => {
  const fresh = tarOf([{ name: 'new', body: bytesOfSeed(4, 9_000_000) }])
  const recipe = await comesBack(fresh, [tarOf([{ name: 'old', body: bytesOfSeed(5, 100_000) }])])
  expect(recipe.segments).toBeGreaterThan(2)
  expect(recipe.literals).toBeGreaterThan(8_900_000)
})

test('what is strewn all over the old is not looked up piece by piece: each look is a read', async () => {
  const body = bytesOfSeed(1, 2_000_000)
  const places = Array.from({ length: 3000 }, (_, at) => (at * 7_654_321) % (body.length - 80))
  const strewn = concat(...places.map((at) => body.slice(at, at + 40)))
  expect(await readsFor(tarOf([{ name: 'new', body: strewn }]), tarOf([{ name: 'old', body }]))).toBeLessThan(100)
})

test('nor are small files that stand in another order', async () => {
  // Larger than what is kept of the old: else there is a block for each.
  const files = Array.from({ length: 15_000 }, (_, at) => ({ name: `${at}`, body: bytesOfSeed(at, 600) }))
  const turned = files.map((_, at) => ({
    ...files[(at * 7919) % files.length]!,
    over: [[136, utf8('00000000001')]] as const,
  }))
  expect(await readsFor(tarOf(turned), tarOf(files))).toBeLessThan(files.length / 2)
})

/** How many reads of the old it takes to make a recipe, once it was looked through. */
async function readsFor(fresh: Bytes, old: Bytes): Promise<number> {
  let reads = 0
  class Counted extends Blob {
    override slice(start?: number, end?: number): Blob {
      reads++
      return super.slice(start, end)
    }
  }
  const olds = await readOlds([new Counted([old])])
  reads = 0
  await makeRecipe(new Blob([fresh]), olds, nowhere)
  return reads
}

test('two segments at most are matched, or wait for that', async () => {
  const fresh = tarOf([{ name: 'new', body: bytesOfSeed(4, 5_000_000) }])
  const mill = millHere()
  let [begun, most] = [0, 0]
  const counted: Mill = {
    ...mill,
    async match(residual, reference) {
      most = Math.max(most, ++begun)
      await new Promise((later) => setImmediate(later))
      begun--
      return mill.match(residual, reference)
    },
  }
  const recipe = await makeRecipe(new Blob([fresh]), await readOlds([new Blob(['old'])]), { ...nowhere, mill: counted })
  expect(recipe.segments).toBeGreaterThan(5)
  expect(most).toBe(2)
})

const nowhere = { mill: millHere(), look: async () => {}, sinks: { ops: async () => {}, literals: async () => {} } }

test('work is told as it is done, and comes to what was said', async () => {
  const [old, fresh] = [bytesOfSeed(1, 50_000), bytesOfSeed(2, 60_000)].map((body) => tarOf([{ name: 'a', body }]))
  const told: number[] = []
  const tell = (bytes: number) => void told.push(bytes)
  const olds = await readOlds([new Blob([old!])], async (bytes) => tell(bytes.length))
  await makeRecipe(new Blob([fresh!]), olds, nowhere, tell)
  expect(told.every((bytes) => bytes >= 0)).toBe(true)
  expect(told.reduce((sum, bytes) => sum + bytes)).toBe(old!.length + workOf(fresh!.length))
})
