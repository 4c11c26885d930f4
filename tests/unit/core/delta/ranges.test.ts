import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinedRanges, lastAtMost, usedOf, type Range } from '../../../../src/core/delta/ranges'

const SOURCES = [1000, 300, 2700] as const
const ENDS = [1000, 1300, 4000] as const
const boundsOf = (at: number): Range => {
  const source = ENDS.findIndex((end) => at < end)
  return { start: ENDS[source]! - SOURCES[source]!, end: ENDS[source]! }
}

const range = fc.tuple(fc.nat(3999), fc.integer({ min: 1, max: 400 })).map(([start, length]) => {
  return { start, end: Math.min(start + length, boundsOf(start).end) }
})

const placesIn = (ranges: readonly Range[]) =>
  ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at))

test('joined ranges ascend, overlap nowhere, stay in their sources, and have all that was asked for', () => {
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const all = joinedRanges(ranges, boundsOf)
      all.forEach(({ start, end }, at) => {
        expect(end).toBeGreaterThan(start)
        expect(boundsOf(start)).toEqual(boundsOf(end - 1))
        if (at > 0) expect(start).toBeGreaterThanOrEqual(all[at - 1]!.end)
      })
      const there = new Set(placesIn(all))
      expect(placesIn(ranges).every((place) => there.has(place))).toBe(true)
    }),
  )
})

test('what touches where one source ends stays two', () => {
  const ranges = [
    { start: 900, end: 1000 },
    { start: 1000, end: 1100 },
  ]
  expect(joinedRanges(ranges, boundsOf)).toEqual([
    { start: 896, end: 1000 },
    { start: 1000, end: 1104 },
  ])
})

test('what little lies between is taken along, and more is not', () => {
  const apart = (start: number) =>
    joinedRanges(
      [
        { start: 1600, end: 1616 },
        { start, end: start + 16 },
      ],
      boundsOf,
    ).length
  expect([1616, 1616 + 64, 1616 + 80].map(apart)).toEqual([1, 1, 2])
})

test('ranges that no match is of go, and matches are of the same bytes as before', () => {
  const match = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 90 }))
  fc.assert(
    fc.property(fc.array(range, { minLength: 1 }), fc.array(match), (some, wanted) => {
      const ranges = joinedRanges(some, boundsOf)
      const before = placesIn(ranges)
      const matches = wanted.map(([from, length]) => {
        const start = from % before.length
        return { from: start, length: Math.min(length, before.length - start) }
      })
      const from = Float64Array.from(matches, (one) => one.from)
      const length = Float64Array.from(matches, (one) => one.length)
      const used = usedOf(ranges, from, length)
      const after = placesIn(used.ranges)
      matches.forEach((one, at) => {
        const now = used.from[at]!
        expect(after.slice(now, now + one.length)).toEqual(before.slice(one.from, one.from + one.length))
      })
      const asked = new Set(matches.flatMap((one) => before.slice(one.from, one.from + one.length)))
      for (const one of used.ranges) expect(placesIn([one]).some((place) => asked.has(place))).toBe(true)
    }),
  )
})

test('the last that is no larger is found, the first where none is', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer(), (numbers, value) => {
      const ascending = numbers.toSorted((one, other) => one - other)
      expect(lastAtMost(ascending, value)).toBe(
        Math.max(
          0,
          ascending.findLastIndex((one) => one <= value),
        ),
      )
    }),
  )
})
