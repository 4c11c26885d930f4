import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { SPAN, spansOf } from '../../../../src/core/delta/spans'

const MIB = 1024 * 1024
/** Sources of so many bytes, of which none is read. */
const spaceOf = (...sizes: readonly number[]) =>
  new OldSpace(
    sizes.map((size) => ({
      size,
      slice: () => expect.unreachable(),
      arrayBuffer: () => expect.unreachable(),
      stream: () => expect.unreachable(),
    })),
  )

type Wanted = readonly { readonly start: number; readonly length: number }[]
const rangesOf = (wanted: Wanted) => ({
  start: wanted.map(({ start }) => start),
  length: wanted.map(({ length }) => length),
})

const [first, second] = [30 * MIB, 20 * MIB]
const range = fc.tuple(fc.boolean(), fc.nat(), fc.nat(3 * MIB)).map(([isFirst, at, length]) => {
  const size = isFirst ? first : second
  const start = at % size
  return { start: (isFirst ? 0 : first) + start, length: Math.min(length, size - start) }
})

test('all that is wanted is read, by spans that stay within a source and are no longer than memory for one', () => {
  fc.assert(
    fc.property(fc.array(fc.array(range, { maxLength: 8 }), { minLength: 1, maxLength: 2 }), (wanted) => {
      const old = spaceOf(first, second)
      const spans = [...spansOf(wanted.map(rangesOf), old)]
      for (const { start, end } of spans) {
        expect(end - start).toBeGreaterThan(0)
        expect(end - start).toBeLessThanOrEqual(SPAN)
        expect(end).toBeLessThanOrEqual(old.endOf(start))
      }
      for (const { start, length } of wanted.flat())
        for (let at = start; at < start + length;) {
          const span = spans.find((one) => one.start <= at && at < one.end)
          expect(span, `${at}`).toBeDefined()
          at = span!.end
        }
    }),
  )
})

test('what two lists want near each other is read once and held; much of it goes by', () => {
  const old = spaceOf(64 * MIB)
  const [one, other] = [[{ start: 5 * MIB, length: 1000 }], [{ start: 5 * MIB + 500, length: 2000 }]]
  expect([...spansOf([rangesOf(one), rangesOf(other)], old)]).toEqual([
    { start: 5 * MIB, end: 5 * MIB + 2500, isHeld: true },
  ])
  const much = [{ start: 20 * MIB, length: 12 * MIB }]
  const spans = [...spansOf([rangesOf(one), rangesOf(much)], old)]
  expect(spans.every(({ isHeld }) => !isHeld)).toBe(true)
  expect(spans[0]).toMatchObject({ start: 5 * MIB })
})
