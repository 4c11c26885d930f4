import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Feed } from '../../../../src/core/delta/feed'

async function* chunks(sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) yield Uint8Array.from({ length: size }, () => at++ & 0xff)
}

const sizes = fc.array(fc.nat({ max: 12 }), { maxLength: 12 })
const asked = fc.array(fc.record({ how: fc.constantFrom('take', 'copy', 'fill', 'peek'), length: fc.nat({ max: 20 }) }))

test('what is taken comes in order, whatever it came by and however it is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, asked, async (sizes, asked) => {
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const feed = new Feed(chunks(sizes))
      const expected = (length: number) =>
        Array.from({ length: Math.min(length, total - feed.taken) }, (_, at) => (feed.taken + at) & 0xff)
      for (const { how, length } of asked) {
        const [next, before, room] = [expected(length), feed.taken, new Uint8Array(length + 2)]
        const filled = (end: number) => [...room].slice(1, end)
        const lacks = next.length < length
        if (how === 'peek') expect([...(await feed.peek(length))]).toEqual(next)
        else if (how === 'copy') {
          const end = feed.copy(room, 1, length + 1)
          expect(filled(end)).toEqual(next.slice(0, end - 1))
          expect(feed.taken).toBe(before + end - 1)
        } else if (lacks) {
          const asking = how === 'take' ? feed.take(length) : feed.fill(room, 1, length + 1)
          await expect(asking).rejects.toMatchObject({ fault: { kind: 'damaged' } })
          // It may be at the end already.
          break
        } else if (how === 'take') expect([...(await feed.take(length))]).toEqual(next)
        else {
          await feed.fill(room, 1, length + 1)
          expect(filled(length + 1)).toEqual(next)
        }
        if (how === 'peek') expect(feed.taken).toBe(before)
        expect([room[0], room[length + 1]]).toEqual([0, 0])
      }
      expect(await feed.atEnd()).toBe(feed.taken === total)
    }),
  )
})

test('what has come is copied without waiting, and no more', async () => {
  const feed = new Feed(chunks([10, 10]))
  const room = new Uint8Array(20)
  expect(feed.copy(room, 0, 3)).toBe(0)
  await feed.take(2)
  expect(feed.copy(room, 0, 20)).toBe(8)
  expect([...room.subarray(0, 8)]).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(feed.taken).toBe(10)
})
