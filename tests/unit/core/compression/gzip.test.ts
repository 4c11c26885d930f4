import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { gunzip, members } from '../../../../src/core/compression/gzip'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const [one, other] = [bytesOfSeed(1, 300_000), bytesOfSeed(7, 700_000)]
const both = Buffer.concat([one, other])

async function unpacked(decoder: typeof members, ...parts: readonly BlobPart[]) {
  const chunks: Uint8Array[] = []
  for await (const chunk of decoder(new Blob([...parts]), () => {})) chunks.push(chunk.slice())
  return Buffer.concat(chunks)
}

const packed = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes))

afterEach(() => vi.unstubAllGlobals())

/** As browsers' own: after the first member it gives up. */
class GivesUp {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>

  constructor() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => {
        controller.enqueue(one.slice(0, 200_000))
        controller.enqueue(one.slice(200_000))
      },
      transform: (_, controller) => controller.error(new TypeError('junk behind the end')),
    })
    this.readable = readable
    this.writable = writable
  }
}

test.each([
  ['the first of whose members the browser gave', [packed(one), packed(other)]],
  ['whose zeros stop the browser', [packed(both), new Uint8Array(700)]],
])('a file %s is read on, and nothing of it is given twice', async (_, parts) => {
  vi.stubGlobal('DecompressionStream', GivesUp)
  expect((await unpacked(gunzip, ...parts)).equals(both)).toBe(true)
})

test('members stand one behind the other, with zeros between them and behind', async () => {
  const zeros = new Uint8Array(5000)
  expect((await unpacked(members, packed(one), zeros, packed(other), zeros)).equals(both)).toBe(true)
})

test('what stands behind a member and is none is damage, and so is one that is cut off', async () => {
  await expect(unpacked(members, packed(one), 'junk')).rejects.toMatchObject({ kind: 'corrupt' })
  await expect(unpacked(members, packed(one), packed(other).slice(0, -9))).rejects.toMatchObject({ kind: 'truncated' })
})
