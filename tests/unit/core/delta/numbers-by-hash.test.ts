import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumbersByHash } from '../../../../src/core/delta/numbers-by-hash'

/** Some that want one slot, at the end of the table, too. */
const crowded = fc.tuple(fc.constantFrom(0, 1, 1022, 1023), fc.nat(5)).map(([low, high]) => low + high * 2 ** 34)
const hash = fc.oneof(crowded, fc.nat(2 ** 40 - 1))

test('it holds what a Map holds that keeps the first', () => {
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 3000, size: 'max' }), (hashes) => {
      const numbers = new NumbersByHash()
      const model = new Map<number, number>()
      hashes.forEach((one, number) => {
        numbers.add(one, number)
        if (!model.has(one)) model.set(one, number)
      })
      const asked = [...hashes, ...hashes.map((one) => (one + 2 ** 39) % 2 ** 40)]
      expect(asked.map((one) => numbers.get(one))).toEqual(asked.map((one) => model.get(one)))
    }),
  )
})

test('a number that is too large for a slot is not found, and touches no other', () => {
  const numbers = new NumbersByHash()
  numbers.add(7, 2 ** 24 - 2)
  numbers.add(8, 2 ** 24)
  expect([7, 8, 8 + 2 ** 32].map((hash) => numbers.get(hash))).toEqual([2 ** 24 - 2, undefined, undefined])
})

test('it takes no more memory than eight megabytes: who comes later is not found', () => {
  const numbers = new NumbersByHash()
  for (let at = 0; at < 1_000_000; at++) numbers.add(at * 999_983, at)
  expect(numbers.words().byteLength).toBeLessThan(2 ** 23)
  expect([0, 700_000, 999_999].map((at) => numbers.get(at * 999_983))).toEqual([0, 700_000, undefined])
})
