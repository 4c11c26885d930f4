import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bunzip2 } from '../../../../src/core/compression/bzip2'
import { DecodeError, type Decoder } from '../../../../src/core/compression/chunks'
import { gunzip, members } from '../../../../src/core/compression/gzip'
import { unxz } from '../../../../src/core/compression/xz'
import { unzstd } from '../../../../src/core/compression/zstd'

/** Some that compresses and some that does not, larger than a decoder's own buffers. */
const plain = Buffer.concat([
  Buffer.from('layer '.repeat(100_000)),
  Buffer.from(Uint32Array.from({ length: 400_000 }, (_, at) => Math.imul(at + 1, 2654435761)).buffer),
  Buffer.alloc(700_000),
])

const pack = (command: string, input: Buffer = plain) =>
  execFileSync('sh', ['-c', command], { input, maxBuffer: 2 ** 28 })

async function decode(decoder: Decoder, packed: Buffer): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of decoder(new Blob([packed as Uint8Array<ArrayBuffer>]), () => {})) chunks.push(chunk.slice())
  return Buffer.concat(chunks)
}

/** The error's kind, or how many bytes came instead: nothing large is printed when it is not as expected. */
const outcome = (decoder: Decoder, packed: Buffer) =>
  decode(decoder, packed).then(
    (bytes) => `${bytes.length} bytes`,
    (error: unknown) => (error instanceof DecodeError ? error.kind : String(error)),
  )

const formats = [
  { name: 'gzip', decoder: gunzip, command: 'gzip -c' },
  { name: 'gzip by members', decoder: members, command: 'gzip -c' },
  { name: 'zstd', decoder: unzstd, command: 'zstd -q -c' },
  { name: 'zstd without checksum', decoder: unzstd, command: 'zstd -q -c --no-check' },
  { name: 'zstd with a long window', decoder: unzstd, command: 'zstd -q -c --long=27' },
  { name: 'xz', decoder: unxz, command: 'xz -c' },
  { name: 'bzip2', decoder: bunzip2, command: 'bzip2 -c' },
]

for (const { name, decoder, command } of formats) {
  const packed = pack(command)

  test(`${name}: the right bytes`, async () => {
    expect((await decode(decoder, packed)).equals(plain)).toBe(true)
  })

  test(`${name}: several members or streams`, async () => {
    const several = Buffer.concat([packed, pack(command, Buffer.from('second')), packed])
    const expected = Buffer.concat([plain, Buffer.from('second'), plain])
    expect((await decode(decoder, several)).equals(expected)).toBe(true)
  })

  test(`${name}: of no bytes`, async () => {
    expect((await decode(decoder, pack(command, Buffer.alloc(0)))).length).toBe(0)
  })

  test.each([3, 12, 0.3, 0.7, 0.99, -1, -9])(`${name}: cut off at %d`, async (at) => {
    const end = at < 0 ? packed.length + at : at < 1 ? Math.floor(packed.length * at) : at
    expect(['truncated', 'corrupt']).toContain(await outcome(decoder, packed.subarray(0, end)))
  })

  test.each([0.1, 0.5, 0.9])(`${name}: a flipped byte at %d`, async (at) => {
    const damaged = Buffer.from(packed)
    const where = Math.floor(damaged.length * at)
    damaged[where] = damaged[where]! ^ 0x55
    // Without a checksum, damage in stored bytes can't be seen; the length is right all the same.
    const unseen = name.includes('without checksum') ? [`${plain.length} bytes`] : []
    expect(['truncated', 'corrupt', ...unseen]).toContain(await outcome(decoder, damaged))
  })
}

test('gzip: zeros behind the last member', async () => {
  expect((await decode(gunzip, Buffer.concat([pack('gzip -c'), Buffer.alloc(5000)]))).equals(plain)).toBe(true)
})

test('gzip: a member that ends where a chunk ends', async () => {
  const stored = pack(
    'gzip -1 -c',
    Buffer.from(Uint32Array.from({ length: 262_144 }, () => Math.random() * 2 ** 32).buffer),
  )
  const filler = pack('gzip -c', Buffer.alloc(0))
  const chunk = 1024 * 1024
  const pad = chunk - (stored.length % chunk)
  const named = Buffer.concat([filler.subarray(0, 3), Buffer.from([8]), filler.subarray(4, 10), Buffer.alloc(pad - filler.length - 1, 97), Buffer.from([0]), filler.subarray(10)]) // prettier-ignore
  expect((stored.length + named.length) % chunk).toBe(0)
  const packed = Buffer.concat([stored, named, pack('gzip -c')])
  expect((await decode(members, packed)).subarray(-plain.length).equals(plain)).toBe(true)
})

test('zstd: a window larger than 128 MiB is refused by its own name', async () => {
  const packed = pack('zstd -q -c --ultra --long=28', Buffer.alloc(2 ** 27 + 1000))
  await expect(decode(unzstd, packed)).rejects.toMatchObject({ kind: 'window' })
})

test('zstd: the window of a single segment is all it holds', async () => {
  const packed = pack('zstd -q -c --ultra --long=28 --stream-size=134218728', Buffer.alloc(2 ** 27 + 1000))
  await expect(decode(unzstd, packed)).rejects.toMatchObject({ kind: 'window' })
})

const skippable = (bytes: Buffer) => {
  const header = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 0, 0, 0, 0])
  header.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([header, bytes])
}

test('zstd: skippable frames before, between and behind go by', async () => {
  const [note, packed] = [skippable(Buffer.from('note')), pack('zstd -q -c')]
  const several = Buffer.concat([note, skippable(Buffer.alloc(0)), packed, note, packed, note])
  expect((await decode(unzstd, several)).equals(Buffer.concat([plain, plain]))).toBe(true)
})

test('zstd: too large a window behind a skippable frame is named all the same', async () => {
  const packed = pack('zstd -q -c --ultra --long=28', Buffer.alloc(2 ** 27 + 1000))
  expect(await outcome(unzstd, Buffer.concat([skippable(Buffer.alloc(100)), packed]))).toBe('window')
})

test('zstd: a file of nothing but skippable frames is nothing, and is not read frame by frame', async () => {
  const endless = new Blob([Buffer.concat(Array(20_000).fill(skippable(Buffer.alloc(0)))) as Uint8Array<ArrayBuffer>])
  const slice = endless.slice.bind(endless)
  let reads = 0
  endless.slice = (from, to) => {
    reads++
    return slice(from, to)
  }
  const reading = async () => {
    for await (const chunk of unzstd(endless, () => {})) expect(chunk.length).toBe(0)
  }
  await reading()
  expect(reads).toBeLessThan(10)
})

test.each(['none', 'crc32', 'crc64'])('xz: check %s, in blocks, with padding between its streams', async (check) => {
  const packed = pack(`xz -c --check=${check} --block-size=300000`)
  const padded = Buffer.concat([packed, Buffer.alloc(8), packed, Buffer.alloc(512)])
  expect((await decode(unxz, padded)).equals(Buffer.concat([plain, plain]))).toBe(true)
})

test.each([
  ['a filter', '--x86 --lzma2'],
  ['a SHA-256 check', '--check=sha256'],
  ['a dictionary over 64 MiB', '--lzma2=preset=0,dict=128MiB'],
])('xz: %s, which the decoder lacks, is no damage', async (_, options) => {
  expect(await outcome(unxz, pack(`xz -c ${options}`))).toBe('filter')
})

test.each(formats)('$name: a file that can’t be read any more is not called damaged', async ({ decoder, command }) => {
  const packed = new Blob([pack(command, Buffer.concat([plain, plain])) as Uint8Array<ArrayBuffer>])
  const slice = packed.slice.bind(packed)
  const gone = new DOMException('gone', 'NotReadableError')
  const bytes = () => Promise.reject(gone)
  packed.slice = (from = 0, to) =>
    from < 100_000 ? slice(from, to) : Object.assign(new Blob(), { arrayBuffer: bytes })
  const reading = async () => {
    for await (const chunk of decoder(packed, () => {})) expect(chunk.length).toBeGreaterThan(0)
  }
  await expect(reading()).rejects.toBe(gone)
})
