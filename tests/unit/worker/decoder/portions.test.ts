import { expect, test } from 'vitest'
import type { ToHash } from '../../../../src/core/check/to-hash'
import { portions } from '../../../../src/worker/decoder/portions'

const MB = 1_000_000
const sized = (size: number): ToHash => ({
  start: size,
  bytes: new Blob([new Uint8Array(size)]),
  digest: 'sha256',
  unpack: undefined,
})
const cut = (...sizes: number[]) => portions(sizes.map(sized)).map((portion) => portion.map(({ bytes }) => bytes.size))

test('the largest go first and alone, the small ones many at a time', () => {
  expect(cut(10, 20 * MB, 2 * MB, 30 * MB, 20)).toEqual([[30 * MB], [20 * MB], [2 * MB, 20, 10]])
  expect(cut(5 * MB, 5 * MB, 5 * MB)).toEqual([[5 * MB], [5 * MB], [5 * MB]])
  expect(cut(0, 0)).toEqual([[0, 0]])
  expect(cut()).toEqual([])
})
