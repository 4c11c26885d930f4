import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bunzip2 } from '../../src/core/compression/bzip2'
import { DecodeError, type Decoder } from '../../src/core/compression/chunks'
import { gunzip, members } from '../../src/core/compression/gzip'
import { unxz } from '../../src/core/compression/xz'
import { unzstd } from '../../src/core/compression/zstd'

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

test('xz: a filter that the decoder lacks is named', async () => {
  await expect(decode(unxz, pack('xz -c --x86 --lzma2'))).rejects.toMatchObject({ kind: 'filter' })
})
