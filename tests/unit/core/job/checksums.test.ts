import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { checksums } from '../../../../src/core/job/checksums'

const sum = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex')

test('each part and the whole are summed as Node sums them, and every byte is told once', async () => {
  const parts = [3_000_000, 1, 0, 70_000].map((length, at) => new Uint8Array(length).fill(at + 1))
  let told = 0
  const sums = await checksums(
    parts.map((part) => new Blob([part])),
    (bytes) => (told += bytes),
  )
  expect(sums).toEqual({ whole: sum(...parts), parts: parts.map((part) => sum(part)) })
  expect(told).toBe(3_070_001)
})
