import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joined } from '../../../src/core/joined'

test('bytes stand one behind the other, and in nobody else’s memory', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (parts) => {
      const all = joined(parts)
      expect([...all]).toEqual(parts.flatMap((part) => [...part]))
      expect(parts.every(({ buffer }) => buffer !== all.buffer)).toBe(true)
    }),
  )
})
