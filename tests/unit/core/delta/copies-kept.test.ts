import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copiesOf } from '../../../../src/core/delta/copies-kept'
import { asColumns, OLD, plainSegment } from '../../../fixtures/recipes'

test('what is said to be in the reference is there, and the rest is read', () => {
  fc.assert(
    fc.property(plainSegment, (plain) => {
      const segment = asColumns(plain)
      const reference = plain.references.flatMap(({ start, length }) => [...OLD.subarray(start, start + length)])
      const { kept, read } = copiesOf(segment)
      for (const [step, { copy, from }] of plain.steps.entries()) {
        if (copy === 0) continue
        const bytes = [...OLD.subarray(from, from + copy)]
        const isThere = plain.references.some(({ start, length }) => from >= start && from + copy <= start + length)
        expect([kept[step]! >= 0, read.start[step], read.length[step]]).toEqual([isThere, from, isThere ? 0 : copy])
        if (isThere) expect(reference.slice(kept[step], kept[step]! + copy)).toEqual(bytes)
      }
    }),
  )
})

test('without a reference all is read', () => {
  const segment = asColumns({
    literals: new Uint8Array(),
    references: [],
    matches: [],
    steps: [{ residual: 0, copy: 10, from: 5 }],
  })
  expect([...copiesOf(segment).kept]).toEqual([-1])
})
