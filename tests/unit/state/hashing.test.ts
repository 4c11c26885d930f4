import { expect, test, vi } from 'vitest'
import type { ToHash } from '../../../src/core/check/to-hash'
import { Hashing } from '../../../src/state/hashing.svelte'
import type { HashBlobs } from '../../../src/worker/decoder/hash-blobs'

const MIB = 1024 * 1024
const blob = (size: number): ToHash => {
  return { start: 0, bytes: new Blob([new Uint8Array(size)]), digest: 'sha256', unpack: undefined }
}
const going = new AbortController().signal

test('how fast it is here is told by what takes a while, and by nothing less', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const hash = vi.fn<HashBlobs>(async () => {
    now += 500
    return []
  })
  const hashing = new Hashing(hash)
  const assumed = hashing.bytesPerSecond
  await hashing.all([blob(MIB)], () => {}, going)
  expect(hashing.bytesPerSecond).toBe(assumed)
  await hashing.all([blob(16 * MIB), blob(16 * MIB)], () => {}, going)
  expect(hashing.bytesPerSecond).toBe(64 * MIB)
  expect(await hashing.all([], () => {}, going)).toEqual([])
  expect(hash).toHaveBeenCalledTimes(2)
  vi.restoreAllMocks()
})
