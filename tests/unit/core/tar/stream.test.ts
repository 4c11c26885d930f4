import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { indexTar } from '../../../../src/core/tar/index'
import { StreamSource } from '../../../../src/core/tar/stream'
import { concat, tarOf, type Bytes } from '../../../fixtures/tar'

async function* inChunks(bytes: Bytes, size: (at: number) => number): AsyncGenerator<Uint8Array> {
  for (let at = 0, chunk = 0; at < bytes.length; chunk++) {
    const end = at + size(chunk)
    yield bytes.subarray(at, end)
    at = end
  }
}

const bytes = Uint8Array.from({ length: 5000 }, (_, at) => at * 7)

test('reading forwards gives the stream’s bytes, however they are cut and read', async () => {
  const sizes = fc.array(fc.nat(900), { minLength: 1 }).filter((sizes) => sizes.some((size) => size > 0))
  const steps = fc.array(fc.tuple(fc.nat(700), fc.nat(1500)), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(sizes, steps, async (sizes, steps) => {
      const source = new StreamSource(
        inChunks(bytes, (at) => sizes[at % sizes.length]!),
        'stream',
      )
      let offset = 0
      for (const [step, length] of steps) {
        offset += step
        const expected = bytes.subarray(offset, offset + length)
        expect(Buffer.compare(await source.read(offset, length), expected)).toBe(0)
      }
      await source.read(offset + bytes.length, 1)
      expect(source.size).toBe(bytes.length)
    }),
  )
})

test('a large member that comes in small chunks is copied once', async () => {
  const body = new Uint8Array(4 * 1024 * 1024)
  const archive = tarOf([{ name: 'large.json', body }])
  const source = new StreamSource(
    inChunks(archive, () => 4096),
    'stream',
  )
  const copied = vi.spyOn(Uint8Array.prototype, 'set')
  const { entries } = await indexTar(source, async (entry) => void (await source.read(entry.start, entry.size)))
  const bytesCopied = copied.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0)
  copied.mockRestore()
  expect(entries).toHaveLength(1)
  expect(bytesCopied).toBeLessThan(archive.length * 1.1)
})

test('what went by can’t be read again', async () => {
  const source = new StreamSource(
    inChunks(concat(bytes), () => 100),
    'stream',
  )
  await source.read(1000, 10)
  await expect(source.read(999, 10)).rejects.toThrow(RangeError)
})
