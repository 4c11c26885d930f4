import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blobOf, part, startOf, type Chunks } from '../../../../src/core/job/streams'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { bytesOfBlob } from '../../../fixtures/opening'

async function* inChunks(bytes: Uint8Array, size: number): Chunks {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* endless(): Chunks {
  for (;;) yield new Uint8Array(1000)
}

const bytes = bytesOfSeed(1, 5000)
const size = fc.integer({ min: 1, max: 6000 })

test('a part is the bytes from its start on, however they come', async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.nat(5000), fc.nat(5000), async (chunk, start, length) => {
      const found: number[] = []
      for await (const piece of part(inChunks(bytes, chunk), start, length)) found.push(...piece)
      expect(found).toEqual([...bytes.subarray(start, start + length)])
    }),
  )
})

test('a start has as much as is asked for, and what is left goes on behind it', async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.nat(6000), async (chunk, length) => {
      const chunks = inChunks(bytes, chunk)
      const start = await startOf(chunks, length)
      expect(start.length).toBeGreaterThanOrEqual(Math.min(length, bytes.length))
      const all = [...start]
      for await (const piece of chunks) all.push(...piece)
      expect(all).toEqual([...bytes])
    }),
  )
})

test('of what never ends a little more than the longest is kept', async () => {
  expect(Buffer.compare(await bytesOfBlob(await blobOf(inChunks(bytes, 700), 9999)), bytes)).toBe(0)
  expect((await blobOf(endless(), 2500)).size).toBe(3000)
})
