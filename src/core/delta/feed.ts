import { copyBytes } from './room'
import { RecipeError } from './recipe-error'

/** A stream of chunks, taken in the portions that its reader asks for. What is given out may be a view of a chunk. */
export class Feed {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #held: Uint8Array[] = []
  /** How much of the first of them is gone. */
  #at = 0
  #length = 0
  #taken = 0

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks
  }

  /** Bytes taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** Copies what has come to a place, without waiting, up to `end`. @returns where it ends. */
  copy(to: Uint8Array, from: number, end: number): number {
    let at = from
    for (let first = this.#held[0]; first && at < end; first = this.#held[0]) {
      const length = Math.min(end - at, first.length - this.#at)
      copyBytes(to, at, first, this.#at, length)
      at += length
      this.skip(length)
    }
    return at
  }

  /** The same, and waits. @throws RecipeError where the stream ends before. */
  async fill(to: Uint8Array, from: number, end: number): Promise<void> {
    for (let at = this.copy(to, from, end); at < end; at = this.copy(to, at, end))
      if (!(await this.#more())) throw lacking(end - at, 0)
  }

  /** @throws RecipeError where the stream ends before. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length)
    if (bytes.length < length) throw lacking(length, bytes.length)
    this.skip(length)
    return bytes
  }

  /** The next bytes, fewer only where the stream ends; they stay. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#length < length && (await this.#more()));
    return this.#joined(Math.min(length, this.#length))
  }

  /** Of what was peeked at. */
  skip(length: number): void {
    this.#taken += length
    this.#length -= length
    this.#at += length
    for (let first = this.#held[0]; first && first.length <= this.#at; first = this.#held[0]) {
      this.#at -= first.length
      this.#held.shift()
    }
  }

  async atEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0
  }

  /** Whether there was one more chunk. */
  async #more(): Promise<boolean> {
    const step = await this.#chunks.next()
    if (step.done) return false
    if (step.value.length > 0) this.#held.push(step.value)
    this.#length += step.value.length
    return true
  }

  #joined(length: number): Uint8Array {
    const [first] = this.#held
    if (first && first.length - this.#at >= length) return first.subarray(this.#at, this.#at + length)
    const all = new Uint8Array(length)
    let filled = -this.#at
    for (const chunk of this.#held) {
      if (filled >= length) break
      const part = chunk.subarray(Math.max(0, -filled), length - filled)
      all.set(part, Math.max(0, filled))
      filled += chunk.length
    }
    return all
  }
}

const lacking = (expected: number, found: number) =>
  new RecipeError('damaged', `${expected} bytes were expected, ${found} are there`)
