import { expect, test } from 'vitest'
import { passing } from '../../../../src/core/compression/chunks'
import { inSameMemory, SpareMemory } from '../../../../src/core/compression/same-memory'

const MIB = 1024 * 1024
const bytes = Uint8Array.from({ length: 3 * MIB + 5 }, (_, at) => (at * 31 + (at >> 12)) & 0xff)

/** A file whose streams give so many bytes and then end as they are told; its slices can be read, or can't. */
class BrokenOff extends Blob {
  readonly #end: (stream: ReadableByteStreamController) => void
  readonly #readable: boolean

  constructor(end: (stream: ReadableByteStreamController) => void, readable: boolean) {
    super([bytes])
    this.#end = end
    this.#readable = readable
  }

  override slice(start?: number, end?: number): Blob {
    const cut = super.slice(start, end)
    const stream = () => new ReadableStream({ type: 'bytes', start: this.#given })
    const slice = (from?: number, to?: number) => Object.assign(Blob.prototype.slice.call(cut, from, to), unreadable)
    const unreadable = this.#readable ? {} : { arrayBuffer: () => Promise.reject(new Error('not what it was')) }
    return Object.assign(cut, { stream, slice }, unreadable)
  }

  #given = (stream: ReadableByteStreamController): void => {
    stream.enqueue(bytes.slice(0, GIVEN))
    this.#end(stream)
  }
}

const GIVEN = 1.5 * MIB

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk.slice())
  return Buffer.concat(all)
}

test('chunks fill the memory up to the last, each in that of the one before', async () => {
  const memory = new SpareMemory(MIB)
  const lengths: number[] = []
  let last: Uint8Array | undefined
  for await (const chunk of inSameMemory(new Blob([bytes]), memory)) {
    if (last) expect(last.length).toBe(0)
    lengths.push(chunk.length)
    last = chunk
  }
  expect(lengths).toEqual([MIB, MIB, MIB, 5])
})

test('memory is used again by who reads next, and never by two at once', async () => {
  const memory = new SpareMemory(MIB)
  const first = memory.take()
  const second = memory.take()
  expect(second).not.toBe(first)
  memory.giveBack(first)
  expect(memory.take()).toBe(first)
  const readers = [1, 2].map(() => gathered(inSameMemory(new Blob([bytes]), memory)))
  for (const read of await Promise.all(readers)) expect(read.equals(bytes)).toBe(true)
})

const endings = {
  'ends without a word': (stream: ReadableByteStreamController) => stream.close(),
  fails: (stream: ReadableByteStreamController) => stream.error(new Error('the stream broke')),
}

test.each(Object.entries(endings))('a stream that %s is read on by slices', async (_, end) => {
  expect((await gathered(passing(new BrokenOff(end, true)))).equals(bytes)).toBe(true)
})

test.each(Object.entries(endings))('where a stream %s and slices fail too, those say why', async (_, end) => {
  await expect(gathered(passing(new BrokenOff(end, false)))).rejects.toThrow('not what it was')
})

test('the end of a file is a slice: one that changed meanwhile is never read whole', async () => {
  const changed = new BrokenOff((stream) => {
    stream.enqueue(bytes.slice(GIVEN, -1))
    stream.close()
  }, false)
  await expect(gathered(passing(changed))).rejects.toThrow('not what it was')
})

test('though a stream gives all of it, its last byte is asked for by itself', async () => {
  const refusing = (blob: Blob): Blob =>
    Object.assign(blob, {
      slice: (from?: number, to?: number) => refusing(Blob.prototype.slice.call(blob, from, to)),
      arrayBuffer: () => Promise.reject(new Error('not what it was')),
    })
  await expect(gathered(passing(refusing(new Blob([bytes]))))).rejects.toThrow('not what it was')
})

/** Worth to be let go. */
const LARGE = 128 * 1024

test('no more memory is kept than was lent, and none of another size', () => {
  const memory = new SpareMemory(LARGE)
  const one = memory.take()
  const strangers = [LARGE, LARGE, LARGE / 2].map((size) => new ArrayBuffer(size))
  for (const buffer of strangers) memory.giveBack(buffer)
  expect(strangers.map(({ byteLength }) => byteLength)).toEqual([LARGE, 0, 0])
  memory.giveBack(one)
  expect(one.byteLength).toBe(0)
  expect([memory.take(), memory.take()].map((buffer) => strangers.indexOf(buffer))).toEqual([0, -1])
})

test('what is cleared is freed, but for what is lent', () => {
  const memory = new SpareMemory(LARGE)
  const [lent, free] = [memory.take(), memory.take()]
  memory.giveBack(free)
  memory.clear()
  expect([lent.byteLength, free.byteLength]).toEqual([LARGE, 0])
  expect(memory.take().byteLength).toBe(LARGE)
})

test('few are kept, however many come back', () => {
  const memory = new SpareMemory(LARGE)
  const lent = Array.from({ length: 20 }, () => memory.take())
  for (const buffer of lent) memory.giveBack(buffer)
  expect(lent.filter(({ byteLength }) => byteLength > 0)).toHaveLength(8)
})
