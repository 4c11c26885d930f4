import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fingerprints, fingerprint, LayerPrints, sample, SAMPLE } from '../../../../src/core/delta/fingerprints'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const visited = (bytes: Uint8Array, bits: number): number[] => {
  const places: number[] = []
  sample(bytes, bits, (end) => places.push(end))
  return places
}

test('places are chosen by the 32 bytes before them, and by nothing else', () => {
  const shape = fc.record({
    seed: fc.nat(50),
    start: fc.nat(3000),
    length: fc.nat(3000),
    bits: fc.integer({ min: 3, max: 9 }),
  })
  fc.assert(
    fc.property(shape, ({ seed, start, length, bits }) => {
      const bytes = bytesOfSeed(seed, 6000)
      const within = visited(bytes.subarray(start, start + length), bits).map((end) => start + end)
      const all = visited(bytes, bits).filter((end) => end - SAMPLE >= start && end <= start + length)
      expect(within).toEqual(all)
    }),
  )
})

test('about one place in 2^bits is chosen', () => {
  const bytes = bytesOfSeed(1, 2 ** 20)
  for (const bits of [4, 7, 10]) expect(visited(bytes, bits).length / 2 ** (20 - bits)).toBeCloseTo(1, 0)
})

test('what is known by a fingerprint is the first place, beyond 4 GB, too', () => {
  const prints = new Fingerprints(5_000_000)
  const bytes = bytesOfSeed(2, 50_000)
  const far = 2 ** 33 + 7
  for (let end = SAMPLE; end < 2000; end++) {
    prints.add(fingerprint(bytes, end), far + end)
    prints.add(fingerprint(bytes, end), end)
  }
  const found = Array.from({ length: 2000 - SAMPLE }, (_, at) => prints.get(fingerprint(bytes, SAMPLE + at)))
  expect(found.filter((place, at) => place === far + SAMPLE + at).length).toBeGreaterThan(0.99 * found.length)
  expect(prints.get(fingerprint(bytesOfSeed(3, 64), 64))).toBe(0)
})

test.each([2 ** 32 - 1, 2 ** 40])('places in a layer of %d bytes are kept as they are', (size) => {
  const prints = new LayerPrints(size, 20)
  const places = [SAMPLE, 2 ** 31 + 1, size]
  for (const place of places) prints.add(7, place)
  expect([...prints.columns().ends]).toEqual(places)
})

test('there is room for as many samples as are made of a size', () => {
  const [size, samples] = [2 ** 26, 2 ** 19]
  const prints = new Fingerprints(size)
  const print = (number: number) => Math.imul(number, 0x9e3779b1) >>> 0
  for (let number = 1; number <= samples; number++) prints.add(print(number), number)
  const found = Array.from({ length: samples }, (_, at) => prints.get(print(at + 1)))
  expect(found.filter((place, at) => place !== at + 1)).toEqual([])
})

test('a table that is nearly full takes no more, and still tells what it lacks', () => {
  const prints = new Fingerprints(0)
  const print = (number: number) => Math.imul(number, 0x9e3779b1) >>> 0
  for (let number = 1; number <= 5000; number++) prints.add(print(number), number)
  const places = Array.from({ length: 5000 }, (_, at) => prints.get(print(at + 1)))
  expect(places.slice(0, 900)).toEqual(Array.from({ length: 900 }, (_, at) => at + 1))
  expect(places.slice(1000).every((place) => place === 0)).toBe(true)
})
