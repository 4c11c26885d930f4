import { expect, test } from 'vitest'
import { largestWindow } from '../../../../src/core/compression/zstd-frames'
import { zstdEncoder } from '../../../../src/core/compression/zstd-encoder'

const frame = async (size: number) => (await zstdEncoder())(new Uint8Array(size), 1).slice()

/** 16 bytes that nobody unpacks (RFC 8878, 3.1.2). */
const skippable = Uint8Array.of(0x51, 0x2a, 0x4d, 0x18, 8, 0, 0, 0, ...new Uint8Array(8))

/** Of a magic number, no descriptor to speak of, and a window; then a last block of nothing. */
const asking = (window: number) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, window, 1, 0, 0)

test('of several frames the largest window counts, wherever it stands', async () => {
  const [large, small] = [await frame(3_000_000), await frame(1000)]
  const most = await largestWindow(new Blob([large]))
  expect(most).toBe(2 ** 19)
  expect(await largestWindow(new Blob([large, small]))).toBe(most)
  expect(await largestWindow(new Blob([small, skippable, large]))).toBe(most)
})

test('a window is told by its exponent and its eighths', async () => {
  expect(await largestWindow(new Blob([asking(0)]))).toBe(1024)
  expect(await largestWindow(new Blob([asking((13 << 3) | 3)]))).toBe(2 ** 23 + 3 * 2 ** 20)
})

test('what is cut off, or no frame, is told as that', async () => {
  const whole = await frame(1000)
  await expect(largestWindow(new Blob([whole.subarray(0, 5)]))).rejects.toMatchObject({ kind: 'truncated' })
  await expect(largestWindow(new Blob([whole.subarray(0, 8)]))).rejects.toMatchObject({ kind: 'truncated' })
  await expect(largestWindow(new Blob([whole, 'what is this']))).rejects.toMatchObject({ kind: 'corrupt' })
})

test('of a single segment the window is its content', async () => {
  for (const size of [0, 200, 256, 1000, 65_791, 65_792]) {
    expect(await largestWindow(new Blob([await frame(size)]))).toBe(size)
  }
})
