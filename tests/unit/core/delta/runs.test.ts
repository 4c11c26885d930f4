import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsOf } from '../../../../src/core/delta/runs'
import { asColumns, meaningOf, OLD, plainSegment } from '../../../fixtures/recipes'

test('runs are the bytes that a segment makes, literals and old ones in order', () => {
  fc.assert(
    fc.property(plainSegment, (one) => {
      const waiting = [...one.literals]
      const bytes = [...runsOf(asColumns(one))].flatMap(({ from, length }) =>
        from === undefined ? waiting.splice(0, length) : [...OLD.subarray(from, from + length)],
      )
      expect(bytes).toEqual(meaningOf(one))
      expect(waiting).toEqual([])
    }),
  )
})

test('each step and match is told once, with what it makes', () => {
  fc.assert(
    fc.property(plainSegment, (one) => {
      const told = [...runsOf(asColumns(one))].reduce((sum, { ops }) => sum + ops, 0)
      const said = one.steps.length + one.matches.length
      expect(told).toBeLessThanOrEqual(said)
      // A match of no bytes, and what says nothing at the end, are told with nothing.
      expect(told).toBeGreaterThanOrEqual(one.steps.length)
    }),
  )
})
