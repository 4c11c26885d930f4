import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bunzip2 } from '../../../../src/core/compression/bzip2'
import { DecodeError } from '../../../../src/core/compression/chunks'

const bzip2 = (plain: Uint8Array, level = 9) =>
  execFileSync('bzip2', ['-c', `-${level}`], { input: plain, maxBuffer: 2 ** 28 })

async function decoded(packed: Uint8Array): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bunzip2(new Blob([packed as Uint8Array<ArrayBuffer>]), () => {})) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Bytes with runs of every length, and of few kinds or of many. */
const runs = fc
  .array(
    fc.tuple(
      fc.oneof(fc.nat(255), fc.constantFrom(0, 7)),
      fc.oneof(fc.constantFrom(3, 4, 5, 258, 259, 260), fc.nat(3000)),
    ),
    { maxLength: 60 },
  ) // prettier-ignore
  .map((parts) => Buffer.concat(parts.map(([byte, length]) => Buffer.alloc(length, byte))))

test('whatever was packed, at whatever level, comes back', async () => {
  const check = async (plain: Buffer, level: number) => {
    expect((await decoded(bzip2(plain, level))).equals(plain)).toBe(true)
  }
  await fc.assert(fc.asyncProperty(runs, fc.integer({ min: 1, max: 9 }), check), { numRuns: 60 })
})

test('a block of nothing but runs is given out in pieces, however long it comes to be', async () => {
  const packed = bzip2(Buffer.alloc(60_000_000))
  let [total, largest] = [0, 0]
  for await (const chunk of bunzip2(new Blob([packed as Uint8Array<ArrayBuffer>]), () => {})) {
    total += chunk.length
    largest = Math.max(largest, chunk.length)
  }
  expect(total).toBe(60_000_000)
  expect(largest).toBeLessThan(2 * 1024 * 1024)
})

test('seventy thousand streams of nothing are nothing, and a stream behind them is read', async () => {
  const nothing = bzip2(Buffer.alloc(0))
  const packed = Buffer.concat([...Array<Buffer>(70_000).fill(nothing), bzip2(Buffer.from('behind'))])
  expect(String(await decoded(packed))).toBe('behind')
})

test('codes longer than the table of short ones', async () => {
  // Two bytes by chance, and any of the others so seldom that its code is long.
  const chance = (at: number) => (Math.imul(at + 1, 2_654_435_761) >>> 15) & 0xff
  const plain = Buffer.from(Array.from({ length: 500_000 }, (_, at) => (at % 1999 ? chance(at) & 1 : chance(at))))
  expect((await decoded(bzip2(plain))).equals(plain)).toBe(true)
})

test('damage anywhere is told as such: never other bytes, never without end', async () => {
  const plain = Buffer.from('a layer of many words, '.repeat(300))
  const packed = bzip2(plain)
  const check = async (at: number, by: number) => {
    const damaged = Buffer.from(packed)
    damaged[at] = damaged[at]! ^ by
    const outcome = await decoded(damaged).catch((thrown: unknown) => thrown)
    // What only fills up the last byte means nothing, and of equal lines any may come first.
    if (!(outcome instanceof DecodeError)) expect(outcome).toEqual(plain)
  }
  await fc.assert(fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), check), {
    numRuns: 1000,
  })
})

test('nothing of a damaged block is given out: what reads it would tell the damage as its own', async () => {
  const packed = bzip2(
    Buffer.from(Uint32Array.from({ length: 50_000 }, (_, at) => Math.imul(at, 2_654_435_761)).buffer),
  )
  packed[packed.length >> 1]! ^= 0x55
  const given: number[] = []
  const reading = async () => {
    for await (const { length } of bunzip2(new Blob([packed as Uint8Array<ArrayBuffer>]), () => {})) given.push(length)
  }
  await expect(reading()).rejects.toMatchObject({ kind: 'corrupt' })
  expect(given).toEqual([])
})

test('noise behind the mark of a block is refused', async () => {
  const head = Buffer.from([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
  const check = async (noise: Uint8Array) => {
    await expect(decoded(Buffer.concat([head, noise]))).rejects.toBeInstanceOf(DecodeError)
  }
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 30, maxLength: 3000, size: 'max' }), check), {
    numRuns: 300,
  })
})
