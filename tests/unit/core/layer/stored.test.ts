import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { plainStored } from '../../../../src/core/layer/stored'
import { memory } from '../../../fixtures/cases'

const layer = {
  file: 'x.tar',
  entry: 'layer',
  blob: new Blob([gzipSync(new Uint8Array(100_000))]),
  encoding: 'gzip',
} as const

test('a layer is unpacked whole, and no further than it may come to', async () => {
  expect((await plainStored(layer, memory(), {}, 100_000)).size).toBe(100_000)
  await expect(plainStored(layer, memory(), {}, 99_999)).rejects.toMatchObject({ code: 'decompression-bomb' })
})
