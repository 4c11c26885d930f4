import { expect, test } from 'vitest'
import { indexOld } from '../../../../src/core/delta/old-index'
import { memoryOf } from '../../../../src/core/delta/layer-index'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat, tarOf, type Bytes } from '../../../fixtures/tar'

const KIB = 1024
const small = Array.from({ length: 900 }, (_, at) => ({ name: `small/${at}`, body: bytesOfSeed(at, (at * 37) % 700) }))
const large = { name: 'large', body: bytesOfSeed(1, 900 * KIB) }

const spaceOf = (layers: readonly Bytes[]) => new OldSpace(layers.map((bytes) => new Blob([bytes])))

const olds: Record<string, Bytes[]> = {
  'entries of all sizes': [tarOf([...small, large, { name: 'empty', body: new Uint8Array() }])],
  'some layers': [tarOf([large]), tarOf(small), tarOf([{ name: 'one', body: bytesOfSeed(3, 5000) }])],
  'what is no tar': [bytesOfSeed(2, 700 * KIB), tarOf(small)],
  'a tar with rubbish behind, and one that is cut off': [
    concat(tarOf(small), bytesOfSeed(4, 300 * KIB + 5)),
    tarOf([large]).subarray(0, 400 * KIB),
  ],
}

test.each(Object.entries(olds))('every byte is shown once and in order: %s', async (_, layers) => {
  const seen: Bytes[] = []
  const of: number[] = layers.map(() => 0)
  await indexOld(spaceOf(layers), async (bytes, layer) => {
    seen.push(bytes.slice())
    of[layer]! += bytes.length
  })
  expect(Buffer.compare(concat(...seen), concat(...layers))).toBe(0)
  expect(of).toEqual(layers.map(({ length }) => length))
})

test('small entries are shown many at a time', async () => {
  let shown = 0
  await indexOld(spaceOf([tarOf(small)]), async () => void shown++)
  expect(shown).toBeLessThan(10)
})

test('what is large is read by few reads: each leaves something behind', async () => {
  let shown = 0
  await indexOld(spaceOf([tarOf([{ name: 'large', body: new Uint8Array(9 * 1024 * KIB) }])]), async () => void shown++)
  expect(shown).toBeLessThan(6)
})

test('a file is found by its path, and its bytes by what they are', async () => {
  const layer = tarOf([...small, large])
  const { partnerOf, prints } = (await indexOld(spaceOf([layer]), async () => {})).index
  const { start, size } = partnerOf('large')!
  expect(Buffer.compare(layer.subarray(start, start + size), large.body)).toBe(0)
  expect(partnerOf('nowhere')).toBeUndefined()
  expect(prints.bits).toBeGreaterThan(0)
})

const [one, two, three] = [[large], small, [{ name: 'one', body: bytesOfSeed(3, 700 * KIB) }]].map((entries, at) =>
  tarOf([...entries, { name: `rest of ${at}`, body: bytesOfSeed(9 + at, 1024 * KIB) }]),
) as [Bytes, Bytes, Bytes]

/** Which layers are read, and what is found then. */
async function found(layers: readonly Bytes[], known: Parameters<typeof indexOld>[2]) {
  const read = new Set<number>()
  const { index, layers: told } = await indexOld(spaceOf(layers), async (_, layer) => void read.add(layer), known)
  const samples = told.flatMap((one) => [...one!.prints.prints])
  const places = samples.map((print) => index.prints.get(print))
  const partners = [...small, large, { name: 'one' }, { name: 'none' }].map(({ name }) => index.partnerOf(name))
  return { read: [...read], told, all: { samples, places, partners } }
}

test('a layer that is known is not read, and all is found as if it were', async () => {
  const before = await found([three, one, two], [])
  expect(before.read).toEqual([0, 1, 2])
  const fresh = await found([one, two, three], [])
  const [ofThree, ofOne, ofTwo] = before.told
  for (const { known, read } of [
    { known: [ofOne, undefined, ofThree], read: [1] },
    { known: [undefined, ofTwo], read: [0, 2] },
    { known: [ofOne, ofTwo, ofThree], read: [] },
  ]) {
    const again = await found([one, two, three], known)
    expect(again.read).toEqual(read)
    expect(again.all).toEqual(fresh.all)
  }
  expect(fresh.all.places.every((place) => place > 0)).toBe(true)
})

test('of layers no more is kept than there is room for, and all is found all the same', async () => {
  const layers = [one, two, three]
  const all = await indexOld(spaceOf(layers), async () => {})
  const sizes = all.layers.map((layer) => memoryOf(layer!))
  for (const [most, kept] of [
    [0, [false, false, false]],
    [sizes[0]! + sizes[1]! - 1, [true, false, sizes[2]! < sizes[1]!]],
    [Infinity, [true, true, true]],
  ] as const) {
    const some = await indexOld(spaceOf(layers), async () => {}, [], most)
    expect(some.layers.map((layer) => layer !== undefined)).toEqual(kept)
    for (const name of ['large', 'small/7', 'one', 'none'])
      expect(some.index.partnerOf(name)).toEqual(all.index.partnerOf(name))
  }
})

test('what is known serves not where samples lie farther apart', async () => {
  const [known] = (await found([two], [])).told
  const much = bytesOfSeed(5, 68_000 * KIB)
  const { read, told } = await found([two, much], [known])
  expect(told[0]!.bits).toBeGreaterThan(known!.bits)
  expect(read).toEqual([0, 1])
})
