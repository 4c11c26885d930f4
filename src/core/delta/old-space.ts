import { RecipeError } from './recipe-error'

interface Source {
  readonly start: number
  readonly end: number
  readonly blob: Blob
}

/** The plain bytes of old layers, one behind another, as one space of addresses. No range of interest crosses from one into the next. */
export class OldSpace {
  readonly size: number
  readonly sources: readonly Source[]

  constructor(blobs: readonly Blob[]) {
    let end = 0
    this.sources = blobs.map((blob) => ({ start: end, end: (end += blob.size), blob }))
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
  slice(start: number, end: number): Blob {
    const source = this.#sourceAt(start, end)
    return source.blob.slice(start - source.start, end - source.start)
  }

  /** Which of the sources holds an address; below 0: none. */
  numberAt(address: number): number {
    return this.sources.findIndex(({ start, end }) => address >= start && address < end)
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
    const source = this.sources.find((one) => start >= one.start && end <= one.end)
    if (!source)
      throw new RecipeError({ kind: 'place', offset: start }, `old bytes ${start} to ${end} are in no source`)
    return source
  }
}
