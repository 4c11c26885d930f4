import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BerReader, BerWriter } from '../../../../src/core/delta/ber'
import { RecipeError } from '../../../../src/core/delta/recipe-error'

/** By the definition: base 128 digits of a big integer. */
function byDefinition(value: number): number[] {
  const digits = [...BigInt(value).toString(2)].toReversed().join('')
  const groups = Array.from({ length: Math.ceil(digits.length / 7) }, (_, at) => digits.slice(at * 7, at * 7 + 7))
  return groups
    .map((group) => parseInt([...group].toReversed().join(''), 2))
    .toReversed()
    .map((group, at, { length }) => (at < length - 1 ? group | 0x80 : group))
}

const whole = fc.oneof(fc.nat({ max: 300 }), fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 2 ** 32, 2 ** 53 - 1))

test('numbers are written as the definition says, and read back', () => {
  fc.assert(
    fc.property(fc.array(whole), (values) => {
      const writer = new BerWriter()
      for (const value of values) writer.put(value)
      expect([...writer.bytes()]).toEqual(values.flatMap(byDefinition))
      const reader = new BerReader(writer.bytes())
      expect(values.map(() => reader.next())).toEqual(values)
      expect(reader.atEnd).toBe(true)
    }),
  )
})

test('signed numbers come back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 })), (values) => {
      const writer = new BerWriter()
      for (const value of values) writer.putSigned(value)
      const reader = new BerReader(writer.bytes())
      expect(values.map(() => reader.nextSigned())).toEqual(values)
    }),
  )
})

test.each([
  ['cut off', [0x81], 'damaged'],
  ['of no bytes', [], 'damaged'],
  ['of 2^53', [0x90, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 'limit'],
  ['that never ends', Array<number>(100).fill(0xff), 'limit'],
])('a number %s is refused', (_, bytes, kind) => {
  const read = () => new BerReader(Uint8Array.from(bytes)).next()
  expect(read).toThrow(RecipeError)
  expect(read).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind }) as unknown }))
})
