import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Feed } from '../../../../src/core/delta/feed'

async function* chunks(sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) yield Uint8Array.from({ length: size }, () => at++ & 0xff)
}

const sizes = fc.array(fc.nat({ max: 12 }), { maxLength: 12 })
const asked = fc.array(fc.record({ how: fc.constantFrom('take', 'there', 'peek'), length: fc.nat({ max: 20 }) }))

test('what is taken comes in order, whatever it came by and however it is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, asked, async (sizes, asked) => {
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const feed = new Feed(chunks(sizes))
      const expected = (length: number) =>
        Array.from({ length: Math.min(length, total - feed.taken) }, (_, at) => (feed.taken + at) & 0xff)
      for (const { how, length } of asked) {
        const [next, before] = [expected(length), feed.taken]
        if (how === 'peek') expect([...(await feed.peek(length))]).toEqual(next)
        else if (how === 'there') expect([...(feed.there(length) ?? next)]).toEqual(next)
        else if (next.length < length) await expect(feed.take(length)).rejects.toMatchObject({ kind: 'damaged' })
        else expect([...(await feed.take(length))]).toEqual(next)
        if (how === 'peek') expect(feed.taken).toBe(before)
      }
      expect(await feed.atEnd()).toBe(feed.taken === total)
    }),
  )
})

test('what has come in one piece is there without waiting', async () => {
  const feed = new Feed(chunks([10, 10]))
  expect(feed.there(3)).toBeUndefined()
  await feed.take(2)
  expect([...feed.there(3)!]).toEqual([2, 3, 4])
  expect(feed.there(6)).toBeUndefined()
  expect(feed.taken).toBe(5)
})
