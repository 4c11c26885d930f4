import type { Source } from './source'

/** Reads a stream forwards: reads may overlap the one before, but never begin before it did. */
export class StreamSource implements Source {
  readonly name: string
  readonly #chunks: AsyncIterator<Uint8Array>
  /** What came and is not gone by: never joined as a whole, so that many small chunks cost what a large one costs. */
  #held: Uint8Array[] = []
  #start = 0
  #end = 0
  #ended = false

  constructor(chunks: AsyncIterator<Uint8Array>, name: string) {
    this.#chunks = chunks
    this.name = name
  }

  get size(): number | undefined {
    return this.#ended ? this.#end : undefined
  }

  /** Where it can be read on from. */
  get at(): number {
    return this.#start
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset < this.#start) throw new RangeError(`${offset} went by already`)
    this.#dropBefore(offset)
    while (this.#end < offset + length && !this.#ended) await this.#pull(offset)
    this.#dropBefore(offset)
    return this.#taken(offset - this.#start, Math.max(0, Math.min(length, this.#end - offset)))
  }

  async #pull(wantedFrom: number): Promise<void> {
    const step = await this.#chunks.next()
    if (step.done) {
      this.#ended = true
      return
    }
    this.#end += step.value.length
    if (this.#end > wantedFrom) this.#held.push(step.value)
    else this.#start = this.#end
  }

  #dropBefore(offset: number): void {
    let gone = 0
    for (const { length } of this.#held) {
      if (this.#start + length > offset) break
      this.#start += length
      gone++
    }
    if (gone > 0) this.#held.splice(0, gone)
    const first = this.#held[0]
    if (!first || this.#start >= offset) return
    this.#held[0] = first.subarray(offset - this.#start)
    this.#start = offset
  }

  /** Copies only where what is wanted lies in several chunks. */
  #taken(from: number, length: number): Uint8Array {
    const first = this.#held[0] ?? new Uint8Array()
    if (from + length <= first.length || length === 0) return first.subarray(from, from + length)
    const all = new Uint8Array(length)
    let at = -from
    for (const chunk of this.#held) {
      if (at >= length) break
      const wanted = chunk.subarray(Math.max(0, -at), length - at)
      all.set(wanted, Math.max(0, at))
      at += chunk.length
    }
    return all
  }
}
