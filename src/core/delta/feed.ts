import { RecipeError } from './recipe-error'

/** A stream of chunks, taken in the portions that its reader asks for. What is given out may be a view of a chunk. */
export class Feed {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #held: Uint8Array[] = []
  /** How much of the first of them is gone. */
  #at = 0
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

  /** Taken without waiting; undefined where they have not come, or not in one piece. */
  there(length: number): Uint8Array | undefined {
    const view = this.#view(length)
    if (view) this.skip(length)
    return view
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
    return this.#view(length) ?? this.#joined(Math.min(length, this.#length))
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

  #view(length: number): Uint8Array | undefined {
    const [first] = this.#held
    return first && first.length - this.#at >= length ? first.subarray(this.#at, this.#at + length) : undefined
  }

  #joined(length: number): Uint8Array {
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
