import type { Source } from './source'

/** Reads a stream forwards: reads may overlap the one before, but never begin before it did. */
export class StreamSource implements Source {
  readonly name: string
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array()
  #start = 0
  #size: number | undefined

  constructor(chunks: AsyncIterator<Uint8Array>, name: string) {
    this.#chunks = chunks
    this.name = name
  }

  get size(): number | undefined {
    return this.#size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset < this.#start) throw new RangeError(`${offset} went by already`)
    this.#dropBefore(offset)
    while (this.#start + this.#held.length < offset + length && this.#size === undefined) await this.#pull(offset)
    return this.#held.subarray(offset - this.#start, offset - this.#start + length)
  }

  async #pull(wantedFrom: number): Promise<void> {
    const step = await this.#chunks.next()
    const end = this.#start + this.#held.length
    if (step.done) this.#size = end
    else if (end + step.value.length <= wantedFrom) {
      this.#start = end + step.value.length
      this.#held = new Uint8Array()
    } else this.#held = this.#held.length === 0 ? step.value : joined(this.#held, step.value)
    this.#dropBefore(wantedFrom)
  }

  #dropBefore(offset: number): void {
    const gone = Math.min(offset - this.#start, this.#held.length)
    if (gone <= 0) return
    this.#held = this.#held.subarray(gone)
    this.#start += gone
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}
