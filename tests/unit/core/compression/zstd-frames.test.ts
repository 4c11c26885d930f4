import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Frames } from '../../../../src/core/compression/zstd-frames'
import { zstdEncoder } from '../../../../src/core/compression/zstd-encoder'
import { concat } from '../../../fixtures/tar'

const frame = async (size: number) => (await zstdEncoder())(new Uint8Array(size), 1).slice()

/** 16 bytes that nobody unpacks (RFC 8878, 3.1.2). */
const skippable = Uint8Array.of(0x51, 0x2a, 0x4d, 0x18, 8, 0, 0, 0, ...new Uint8Array(8))

/** Of a magic number, no descriptor to speak of, and a window; then a last block of nothing. */
const asking = (window: number) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, window, 1, 0, 0)

function windowsOf(...chunks: readonly Uint8Array[]): number[] {
  const windows: number[] = []
  const frames = new Frames((window) => windows.push(window))
  for (const chunk of chunks) frames.pass(chunk)
  return windows
}

test('the window of each of several frames is told', async () => {
  const [large, small] = [await frame(3_000_000), await frame(1000)]
  expect(windowsOf(large)).toEqual([2 ** 19])
  expect(windowsOf(concat(large, small))).toEqual([2 ** 19, 1000])
  expect(windowsOf(concat(small, skippable, large))).toEqual([1000, 2 ** 19])
})

test('wherever its bytes are cut, the same is told', async () => {
  const all = concat(await frame(700), skippable, asking(0), await frame(300_000), skippable, await frame(70_000))
  const windows = windowsOf(all)
  expect(windows).toEqual([700, 1024, 300_000, 70_000])
  expect(windowsOf(...Array.from(all, (byte) => Uint8Array.of(byte)))).toEqual(windows)
  fc.assert(
    fc.property(fc.array(fc.nat(all.length), { maxLength: 20 }), (places) => {
      const cuts = [0, ...places.toSorted((one, other) => one - other), all.length]
      expect(windowsOf(...cuts.slice(1).map((end, at) => all.subarray(cuts[at], end)))).toEqual(windows)
    }),
  )
})

test('it is told as soon as its header is there', () => {
  expect(windowsOf(asking(0).subarray(0, 6))).toEqual([1024])
  expect(windowsOf(asking(0).subarray(0, 5))).toEqual([])
})

test('a window is told by its exponent and its eighths', () => {
  expect(windowsOf(asking(0))).toEqual([1024])
  expect(windowsOf(asking((13 << 3) | 3))).toEqual([2 ** 23 + 3 * 2 ** 20])
})

test('what is cut off, or no frame, is left to whoever unpacks it', async () => {
  const whole = await frame(1000)
  expect(windowsOf(whole.subarray(0, 8))).toEqual([1000])
  expect(windowsOf(whole, new TextEncoder().encode('what is this'), whole)).toEqual([1000])
})

test('of a single segment the window is its content', async () => {
  for (const size of [0, 200, 256, 1000, 65_791, 65_792]) expect(windowsOf(await frame(size))).toEqual([size])
})
