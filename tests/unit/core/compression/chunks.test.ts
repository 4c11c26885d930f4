import { expect, test } from 'vitest'
import { chunksOf, passing } from '../../../../src/core/compression/chunks'

const MIB = 1024 * 1024
const bytes = Uint8Array.from({ length: 5 * MIB + 3 }, (_, at) => (at * 31 + (at >> 12)) & 0xff)

/** Counts how many of its slices are being read, at most, and fails at one of them; it streams none, as in WebKit. */
class Watched extends Blob {
  most = 0
  #underway = 0
  readonly #failing: number

  constructor(failing = Infinity) {
    super([bytes])
    this.#failing = failing
  }

  override slice(start = 0, end = this.size): Blob {
    const cut = super.slice(start, end)
    return Object.assign(cut, {
      slice: (from: number, to: number) => this.slice(start + from, Math.min(end, start + to)),
      stream: () => new ReadableStream(),
      arrayBuffer: async () => {
        this.most = Math.max(this.most, ++this.#underway)
        const read = await Blob.prototype.arrayBuffer.call(cut)
        this.#underway--
        if (start <= this.#failing && this.#failing < end) throw new DOMException('gone', 'NotReadableError')
        return read
      },
    })
  }
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk.slice())
  return Buffer.concat(all)
}

test('what passes comes in order, four reads under way at most where Blobs stream no bytes', async () => {
  const blob = new Watched()
  expect((await gathered(passing(blob))).equals(bytes)).toBe(true)
  expect(blob.most).toBe(4)
})

test('a decoder is fed one read after the other', async () => {
  const blob = new Watched()
  const told: number[] = []
  expect((await gathered(chunksOf(blob, (read) => told.push(read), MIB))).equals(bytes)).toBe(true)
  expect(blob.most).toBe(1)
  expect(told).toEqual([1, 2, 3, 4, 5].map((many) => many * MIB).concat(bytes.length))
})

test('a read that fails is told in its turn, and others that were under way go unheard', async () => {
  let came = 0
  const reading = async () => {
    for await (const chunk of passing(new Watched(2 * MIB))) came += chunk.length
  }
  await expect(reading()).rejects.toThrow('gone')
  expect(came).toBe(2 * MIB)
})
