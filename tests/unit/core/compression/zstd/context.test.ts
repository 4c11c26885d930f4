import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { unzstd } from '../../../../../src/core/compression/zstd'
import { exported } from '../../../../../src/core/compression/zstd/module'

const MIB = 1024 * 1024
const pack = (command: string, input: Buffer) =>
  Uint8Array.from(execFileSync('sh', ['-c', command], { input, maxBuffer: 2 ** 28 }))

/** With a window of 16 MiB, which the decoder makes room for at once. */
const packed = pack('zstd -q -c -1 --long=24', Buffer.alloc(20 * MIB, 'layer '))
const cut = packed.slice(0, -20)
const damaged = packed.with(packed.length - 20, packed.at(-20)! ^ 0x55)

const memory = async () => (await exported()).bytes().length

async function unpacked(bytes: Uint8Array<ArrayBuffer>, most = Infinity): Promise<number> {
  let length = 0
  for await (const chunk of unzstd(new Blob([bytes]), () => {})) if ((length += chunk.length) >= most) break
  return length
}

test('what breaks off gives its memory back, however it breaks off', async () => {
  expect(await unpacked(packed)).toBe(20 * MIB)
  const before = await memory()
  for (let at = 0; at < 200; at++) expect(await unpacked(packed, 1)).toBeGreaterThan(0)
  for (const bytes of [cut, damaged])
    for (let at = 0; at < 5; at++) await expect(unpacked(bytes)).rejects.toMatchObject({ kind: expect.any(String) })
  expect(await memory()).toBe(before)
  expect(await unpacked(packed)).toBe(20 * MIB)
})

test('several at once keep out of each other’s way', async () => {
  const lengths = await Promise.all([unpacked(packed), unpacked(packed, MIB), unpacked(packed)])
  expect([lengths[0], lengths[2]]).toEqual([20 * MIB, 20 * MIB])
})

test.each([1, 2, 3].map((times) => times * 128 * 1024))('an output that just fills the room (%d)', async (length) => {
  const input = Buffer.from(Uint8Array.from({ length }, (_, at) => Math.imul(at, 2654435761) >>> 13))
  for (const options of ['', '--no-check', '--no-content-size'])
    expect(await unpacked(pack(`zstd -q -c ${options}`, input))).toBe(length)
})
