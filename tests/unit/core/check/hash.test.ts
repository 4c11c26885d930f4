import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { hash, hashTogether, ONE_SHOT } from '../../../../src/core/check/hash'
import { zstdEncoder } from '../../../../src/core/compression/zstd-encoder'
import type { ToHash } from '../../../../src/core/check/to-hash'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { CountedBlob } from '../../../fixtures/counted-blob'

const by = (algorithm: string, bytes: Uint8Array) => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
const noise = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 2654435761) >>> 13)

const blob = (bytes: Blob, more: Partial<ToHash> = {}): ToHash => ({
  start: 512,
  bytes,
  digest: 'sha256',
  unpack: undefined,
  ...more,
})

test.each(['sha256', 'sha384', 'sha512'] as const)('plain bytes by %s, at one go or streaming', async (digest) => {
  for (const size of [0, 1, 100_000, ONE_SHOT + 1]) {
    const bytes = noise(size)
    const found = await hash(blob(new Blob([bytes]), { digest }), () => {})
    expect(found).toEqual({ start: 512, digest: by(digest, bytes), diffId: undefined, fault: undefined })
  }
})

const plain = noise(3_000_000)
const two = new Uint8Array(Buffer.concat([gzipSync(plain), gzipSync(plain)]))
const twice = new Uint8Array(Buffer.concat([plain, plain]))

test('a packed layer gives both its digests, several members too', async () => {
  const found = await hash(blob(new Blob([two]), { unpack: { encoding: 'gzip', digest: 'sha512' } }), () => {})
  expect(found).toMatchObject({ digest: by('sha256', two), diffId: by('sha512', twice), fault: undefined })
})

test('and is read once', async () => {
  const packed = new Uint8Array(gzipSync(plain))
  const counted = new CountedBlob([packed])
  await hash(blob(counted, { unpack: { encoding: 'gzip', digest: 'sha256' } }), () => {})
  expect(counted.bytesRead).toBe(packed.length)
})

test.each([
  ['a bit that is another', (bytes: Uint8Array) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1)],
  ['an end that is cut off', (bytes: Uint8Array) => bytes.slice(0, -20)],
  ['bytes behind the end', (bytes: Uint8Array) => Uint8Array.of(...bytes, 7, 7, 7)],
])('%s: what is stored is hashed to its end all the same', async (_, change) => {
  const bytes = change(new Uint8Array(gzipSync(plain))) as Uint8Array<ArrayBuffer>
  let read = 0
  const found = await hash(
    blob(new Blob([bytes]), { unpack: { encoding: 'gzip', digest: 'sha256' } }),
    (more) => void (read += more),
  )
  expect(found.digest).toBe(by('sha256', bytes))
  expect(found.fault).toMatch(/corrupt|truncated/)
  expect(found.diffId).toBeUndefined()
  expect(read).toBe(bytes.length)
})

test('what a decoder gave up in the front of is hashed to its end, however much there is', async () => {
  const packed = (await zstdEncoder())(bytesOfSeed(1, 3_000_000), 1)
  // Behind the frame's header a block of a type that is reserved (RFC 8878, 3.1.1.2.2).
  const damaged = new Uint8Array(packed).map((byte, at) => (at > 5 && at < 20 ? 0xff : byte))
  let read = 0
  const found = await hash(
    blob(new Blob([damaged]), { unpack: { encoding: 'zstd', digest: 'sha256' } }),
    (more) => void (read += more),
  )
  expect(found).toMatchObject({ digest: by('sha256', damaged), diffId: undefined, fault: 'corrupt' })
  expect(read).toBe(damaged.length)
})

test('what a decoder looks at ahead of its place is hashed in its turn', async () => {
  const encode = await zstdEncoder()
  const parts = [1, 2, 3].map((seed) => encode(bytesOfSeed(seed, 400_000), 1).slice())
  const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0x40, 0x0d, 0x03, 0)
  const bytes = new Uint8Array(Buffer.concat([skippable, bytesOfSeed(4, 200_000), ...parts]))
  const found = await hash(blob(new Blob([bytes]), { unpack: { encoding: 'zstd', digest: 'sha256' } }), () => {})
  expect(found).toMatchObject({ digest: by('sha256', bytes), fault: undefined })
})

test('little ones that are read together come to the same as each by itself', async () => {
  const packed = (size: number) => new Uint8Array(gzipSync(noise(size)))
  const unpack = { encoding: 'gzip', digest: 'sha256' } as const
  const blobs = [
    blob(new Blob([noise(5000)]), { start: 1 }),
    blob(new Blob([packed(9000)]), { start: 2, unpack }),
    blob(new Blob([packed(9000).subarray(0, -20)]), { start: 3, unpack }),
    blob(new Blob([packed(9000), Uint8Array.of(7, 7, 7)]), { start: 4, unpack }),
    blob(new Blob([]), { start: 5 }),
    blob(new Blob([noise(7)]), { start: 6, digest: 'sha512' }),
  ]
  let read = 0
  const found = await hashTogether(blobs, (bytes) => void (read += bytes))
  expect(found).toEqual(await Promise.all(blobs.map((one) => hash(one, () => {}))))
  expect(found.map(({ fault }) => fault)).toEqual([undefined, undefined, 'truncated', 'corrupt', undefined, undefined])
  expect(read).toBe(blobs.reduce((sum, { bytes }) => sum + bytes.size, 0))
})
