import type { Readable } from '../tar/source'
import { RecipeError } from './recipe-error'

interface Source {
  readonly start: number
  readonly end: number
  readonly bytes: Readable
}

/** The plain bytes of old layers, one behind another, as one space of addresses. No range of interest crosses from one into the next. */
export class OldSpace {
  readonly size: number
  readonly sources: readonly Source[]

  constructor(sources: readonly Readable[]) {
    let end = 0
    this.sources = sources.map((bytes) => ({ start: end, end: (end += bytes.size), bytes }))
    this.size = end
  }

  /** @throws RecipeError where the range is not within one source. */
  check(start: number, end: number): void {
    this.#sourceAt(start, end)
  }

  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.slice(start, end).arrayBuffer())
  }

  /** @throws RecipeError where the range is not within one source. */
  slice(start: number, end: number): Readable {
    const source = this.#sourceAt(start, end)
    return source.bytes.slice(start - source.start, end - source.start)
  }

  /** Which of the sources holds an address; below 0: none. */
  numberAt(address: number): number {
    const at = this.#lastFrom(address)
    return address < (this.sources[at]?.end ?? address) ? at : -1
  }

  /** Where the source that holds an address ends: what is read ahead stays within. */
  endOf(address: number): number {
    return this.#sourceAt(address, address).end
  }

  /** The source that holds an address, or ends there; nothing where none does. */
  boundsOf(address: number): Pick<Source, 'start' | 'end'> {
    return this.sources[this.numberAt(address)] ?? { start: address, end: address }
  }

  #sourceAt(start: number, end: number): Source {
    const source = this.sources[this.#lastFrom(start)]
    if (!source || end > source.end)
      throw new RecipeError({ kind: 'place', offset: start }, `old bytes ${start} to ${end} are in no source`)
    return source
  }

  /** The last of the sources that begin there or before: there may be thousands. */
  #lastFrom(address: number): number {
    let [low, high] = [0, this.sources.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.sources[middle]!.start <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
