import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { codecs } from '../../../../src/core/delta/note'
import { packer } from '../../../../src/core/delta/packer'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat, type Bytes } from '../../../fixtures/tar'

async function packed(codec: (typeof codecs)[number], parts: readonly Uint8Array[]): Promise<Bytes> {
  const out: Bytes[] = []
  const packing = packer(codec, async (bytes) => void out.push(bytes.slice()))
  for (const part of parts) await packing.write(part)
  await packing.finish()
  return concat(...out)
}

const largest = 2 ** 28
const unpacked = (command: string, bytes: Bytes) => execFileSync(command, ['-dc'], { input: bytes, maxBuffer: largest })

test.each(codecs)('what is packed by %s, its own tool unpacks', async (codec) => {
  const parts = [bytesOfSeed(1, 100), bytesOfSeed(8, 9_000_000), bytesOfSeed(2, 300_000), new Uint8Array()]
  for (const some of [[], [new Uint8Array()], parts])
    expect(Buffer.compare(unpacked(codec, await packed(codec, some)), concat(...some))).toBe(0)
})

test('zstd frames carry a checksum, and damage is seen by it', async () => {
  const frame = await packed('zstd', [bytesOfSeed(1, 1000)])
  frame[500]! ^= 1
  expect(() => unpacked('zstd', frame)).toThrow(/checksum/)
})

test('zstd frames hold a megabyte at most', async () => {
  const frames = await packed('zstd', [bytesOfSeed(8, 20_000_000)])
  const magic = [...frames].filter((_, at) => frames[at] === 0x28 && frames[at + 1] === 0xb5 && frames[at + 2] === 0x2f)
  expect(magic).toHaveLength(20)
})

test.each(codecs)('what takes the bytes of %s and fails is told to whoever goes on', async (codec) => {
  const packing = packer(codec, () => Promise.reject(new Error('no room')))
  const writing = async () => {
    for (let part = 0; part < 100; part++) await packing.write(bytesOfSeed(part, 1_000_000))
    await packing.finish()
  }
  await expect(writing()).rejects.toThrow('no room')
})
