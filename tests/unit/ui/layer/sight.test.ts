import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LINE, scrollTo, sightOf } from '../../../../src/ui/layer/sight'

const HEIGHT = 20 * LINE + LINE

/** Lists that are laid out whole, and such as no browser could lay out. */
const rows = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 400_000, max: 4_000_000 }))

describe('a list that is too long to be laid out', () => {
  test('scrolls pixel by pixel as long as an element can be tall enough', () => {
    expect(sightOf(100, HEIGHT, 10 * LINE)).toMatchObject({ tall: 100 * LINE, speed: 1, first: 10, last: 30 })
    expect(sightOf(4_000_000, HEIGHT, 0).speed).toBeGreaterThan(1)
  })

  test('begins with its first line and ends with its last', () => {
    fc.assert(
      fc.property(rows, (count) => {
        const { tall, room } = sightOf(count, HEIGHT, 0)
        expect(sightOf(count, HEIGHT, 0).first).toBe(0)
        expect(sightOf(count, HEIGHT, Math.max(0, tall - room)).last).toBe(count)
      }),
    )
  })

  test('has nothing in sight where it has no lines', () => {
    expect(sightOf(0, HEIGHT, 0)).toMatchObject({ tall: 0, first: 0, last: 0 })
  })

  test('is not scrolled for a line that is in sight', () => {
    const sight = sightOf(100, HEIGHT, 10 * LINE)
    expect([9, 10, 29, 30].map((at) => scrollTo(at, sight))).toEqual([9 * LINE, undefined, undefined, 11 * LINE])
  })

  test('is scrolled to bring a line into sight whole', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (count, share, place) => {
        const at = place % count
        const { tall, room } = sightOf(count, HEIGHT, 0)
        const before = sightOf(count, HEIGHT, share * Math.max(0, tall - room))
        const to = scrollTo(at, before)
        const after = to === undefined ? before : sightOf(count, HEIGHT, to)
        expect(after.top).toBeLessThanOrEqual(at * LINE + 1e-3)
        expect(after.top + after.room).toBeGreaterThanOrEqual((at + 1) * LINE - 1e-3)
      }),
    )
  })
})
