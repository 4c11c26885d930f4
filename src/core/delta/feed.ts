import { RecipeError } from './recipe-error'

/** A stream of chunks, taken in the portions that its reader asks for. What is given out may be a view of a chunk. */
export class Feed {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array[] = []
  #length = 0
  #ended = false
  #taken = 0

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks
  }

  /** Bytes taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** @throws RecipeError where the stream ends before. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length)
    if (bytes.length < length)
      throw new RecipeError('damaged', `${length} bytes were expected, ${bytes.length} are there`)
    this.skip(length)
    return bytes
  }

  /** The next bytes, fewer only where the stream ends; they stay. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#length < length && !this.#ended) {
      const step = await this.#chunks.next()
      if (step.done) this.#ended = true
      else if (step.value.length > 0) this.#length += this.#held.push(step.value) && step.value.length
    }
    const [first = new Uint8Array()] = this.#held
    return first.length >= length ? first.subarray(0, length) : joined(this.#held, Math.min(length, this.#length))
  }

  /** Of what was peeked at. */
  skip(length: number): void {
    this.#taken += length
    this.#length -= length
    let gone = 0
    for (let left = length; left > 0;) {
      const chunk = this.#held[gone]!
      if (chunk.length <= left) gone++
      else this.#held[gone] = chunk.subarray(left)
      left -= Math.min(left, chunk.length)
    }
    this.#held.splice(0, gone)
  }

  async atEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    if (at >= length) break
    const part = chunk.subarray(0, length - at)
    all.set(part, at)
    at += part.length
  }
  return all
}
