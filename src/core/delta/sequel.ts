import { canReadInto, closed, opened } from '../compression/same-memory'
import type { Range } from './ranges'

/** Goes on reading a Blob in order: more than twice as fast as by slices. */
export class Sequel {
  /** The place of its next byte, and where it ends. */
  #at: number
  readonly #end: number
  readonly #reader: ReadableStreamBYOBReader
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(reader: ReadableStreamBYOBReader, { start, end }: Range) {
    this.#reader = reader
    this.#at = start
    this.#end = end
  }

  /** @param at what the place of the Blob's first byte is. @returns undefined where a browser streams no bytes. */
  static of(blob: Blob, at: number): Sequel | undefined {
    return canReadInto() ? new Sequel(opened(blob), { start: at, end: at + blob.size }) : undefined
  }

  /** Whether a range is what comes next. */
  leadsTo({ start, end }: Range): boolean {
    return start === this.#at && end <= this.#end
  }

  /** The next bytes, behind all that were asked for before. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#at += length
    const mine = this.#turn.then(() => next(this.#reader, length))
    this.#turn = mine.catch(() => {})
    return mine
  }

  close(): void {
    void this.#turn.then(() => closed(this.#reader))
  }
}

async function next(reader: ReadableStreamBYOBReader, length: number): Promise<Uint8Array<ArrayBuffer>> {
  let buffer = new ArrayBuffer(length)
  for (let filled = 0; filled < length;) {
    const { value, done } = await reader.read(new Uint8Array(buffer, filled))
    if (!value || (done && value.length === 0))
      throw new DOMException('it has fewer bytes than it had', 'NotReadableError')
    buffer = value.buffer
    filled += value.length
  }
  return new Uint8Array(buffer)
}
