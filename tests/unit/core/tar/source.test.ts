import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexTar } from '../../../../src/core/tar/index'
import { BlobSource } from '../../../../src/core/tar/source'
import { CountedBlob } from '../../../fixtures/counted-blob'
import { concat, fileOf, tarOf, type Bytes } from '../../../fixtures/tar'

const noise = (length: number): Bytes => {
  const bytes = new Uint8Array(length)
  for (let at = 0, state = 1; at < length; at++) bytes[at] = state = (state * 75 + 74) % 65537
  return bytes
}

/** Longer than the first window, so that windows move, and than the next, so that they grow. */
const bytes = noise(700_000)

test('reading through the window gives the blob’s bytes, whatever is read in whatever order', async () => {
  const reads = fc.array(
    fc.tuple(
      fc.oneof(
        fc.nat(bytes.length + 1000),
        fc.nat(bytes.length >> 9).map((block) => block * 512),
      ),
      fc.oneof(fc.constantFrom(0, 512, 1024, 65_536), fc.nat(200_000)),
    ),
    { minLength: 1, maxLength: 20 },
  )
  const file = fileOf(bytes)
  await fc.assert(
    fc.asyncProperty(reads, async (sequence) => {
      const source = new BlobSource(file, 'noise')
      for (const [offset, length] of sequence) {
        const expected = bytes.subarray(offset, offset + length)
        expect(Buffer.compare(await source.read(offset, length), expected)).toBe(0)
      }
    }),
    { numRuns: 100 },
  )
})

test('bytes that were read stay what they were when the window moves on', async () => {
  const source = new BlobSource(fileOf(bytes), 'noise')
  const first = await source.read(0, 1000)
  await source.read(600_000, 1000)
  expect(Buffer.compare(first, bytes.subarray(0, 1000))).toBe(0)
})

test('of an archive with large payloads only a small part is read', async () => {
  const body = new Uint8Array(4 * 1024 * 1024)
  const archive = tarOf(Array.from({ length: 12 }, (_, at) => ({ name: `layer-${at}`, body })))
  const counted = new CountedBlob([archive])
  const { entries } = await indexTar(new BlobSource(counted, 'large'))
  expect(entries).toHaveLength(12)
  expect(counted.bytesRead).toBeLessThan(archive.length / 20)
})

test('of small entries many come with one read', async () => {
  const archive = tarOf(Array.from({ length: 20_000 }, (_, at) => ({ name: `file-${at}`, body: 'x' })))
  const counted = new CountedBlob([archive])
  const { entries } = await indexTar(new BlobSource(counted, 'dense'))
  expect(entries).toHaveLength(20_000)
  expect(counted.reads).toBeLessThan(20_000 / 500)
  expect(counted.bytesRead).toBeLessThan(archive.length * 1.1)
})

test('large payloads after small entries are not read along', async () => {
  const small = Array.from({ length: 5_000 }, (_, at) => ({ name: `file-${at}`, body: 'x' }))
  const large = Array.from({ length: 4 }, (_, at) => ({ name: `layer-${at}`, body: new Uint8Array(12 * 1024 * 1024) }))
  const dense = tarOf(small, 0)
  const archive = concat(dense, tarOf(large))
  const counted = new CountedBlob([archive])
  await indexTar(new BlobSource(counted, 'mixed'))
  expect(counted.bytesRead).toBeLessThan(dense.length * 2 + 8 * 1024 * 1024)
})
