import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Column } from '../../../../src/core/delta/column'

test('it gives back what it was given, in memory of its own size, and begins anew', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { size: 'max', maxLength: 500 }),
      fc.nat(600),
      (numbers, expected) => {
        const column = new Column((length) => new Float64Array(length), expected)
        for (let time = 0; time < 2; time++) {
          for (const one of numbers) column.add(one)
          const taken = column.taken()
          expect([...taken]).toEqual(numbers)
          expect(taken.buffer.byteLength).toBe(8 * numbers.length)
        }
      },
    ),
  )
})
