import { expect, test, vi } from 'vitest'
import { SpareMemory } from '../../../../src/core/compression/same-memory'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { Sequel } from '../../../../src/core/delta/sequel'
import type { Readable } from '../../../../src/core/tar/source'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const KIB = 1024
const bytes = bytesOfSeed(7, 5000 * KIB)
const PIECE = 64 * KIB

type End = (stream: ReadableByteStreamController) => void

/** A file whose streams give so many bytes and then end as they are told; its slices can be read, or can't. */
class Given extends OldSpace {
  readonly #given: number
  readonly #end: End
  readonly #readable: boolean

  constructor(given: number, end: End, readable: boolean) {
    super([new Blob([bytes])])
    this.#given = given
    this.#end = end
    this.#readable = readable
  }

  override slice(start: number, end: number): Readable {
    const cut = super.slice(start, end)
    const given = bytes.slice(start, Math.min(end, start + this.#given))
    const from = (stream: ReadableByteStreamController) => {
      stream.enqueue(given)
      this.#end(stream)
    }
    const unreadable = this.#readable ? {} : { arrayBuffer: () => Promise.reject(new Error('not what it was')) }
    return Object.assign(cut, { stream: () => new ReadableStream({ type: 'bytes', start: from }) }, unreadable)
  }
}

const whole = { start: 0, end: bytes.length }
const isHere = (read: Uint8Array, start: number) =>
  Buffer.compare(read, bytes.subarray(start, start + read.length)) === 0

test('it goes on in order, over what lies between, and each piece is in memory that was given back', async () => {
  const memory = new SpareMemory(PIECE)
  const given = vi.spyOn(memory, 'giveBack')
  const sequel = new Sequel(new OldSpace([new Blob([bytes])]), whole, memory)
  const buffers = new Set<number>()
  for (const start of [0, PIECE, 300 * KIB, 301 * KIB, 2000 * KIB + 7, 3900 * KIB]) {
    expect(sequel.leadsTo(start)).toBe(true)
    const read = await sequel.read(start, KIB)
    expect([read.length, isHere(read, start)]).toEqual([KIB, true])
    buffers.add(read.buffer.byteLength)
    sequel.giveBack(read.buffer)
  }
  expect([...buffers]).toEqual([PIECE])
  // Six that were read, and what was skipped in between.
  expect(given).toHaveBeenCalledTimes(6 + 1 + 4 + 27 + 30)
  sequel.close()
})

test('it leads to what comes soon, and to nothing behind it or beyond its end', () => {
  const sequel = new Sequel(new OldSpace([new Blob([bytes])]), { start: 1000, end: 4000 * KIB }, new SpareMemory(PIECE))
  expect([999, 1000, 2000 * KIB, 2100 * KIB, 4000 * KIB].map((at) => sequel.leadsTo(at))).toEqual([false, true, true, false, false]) // prettier-ignore
  void sequel.read(1900 * KIB, 10)
  expect([1900 * KIB, 1900 * KIB + 10, 3999 * KIB, 4000 * KIB].map((at) => sequel.leadsTo(at))).toEqual([false, true, false, false]) // prettier-ignore
  sequel.close()
})

test.each([
  ['fails', (stream) => stream.error(new Error('gone'))],
  ['ends early', (stream) => (stream.close(), stream.byobRequest?.respond(0))],
] satisfies [string, End][])('where its stream %s, slices are read, which say why', async (_, end) => {
  const read = async (readable: boolean) => {
    const sequel = new Sequel(new Given(100 * KIB, end, readable), whole, new SpareMemory(PIECE))
    for (let at = 0; at < 20 * PIECE; at += PIECE) expect(isHere(await sequel.read(at, PIECE), at)).toBe(true)
    sequel.close()
  }
  await read(true)
  await expect(read(false)).rejects.toThrow('not what it was')
})
