import { padded } from '../tar/padding'

/** Where an entry stands: its header blocks, its payload, the next entry. */
export interface EntryPlace {
  readonly at: number
  readonly start: number
  readonly size: number
  readonly next: number
}

/** Places of entries by numbers from 0 on, in columns: there may be a million, and an object each takes several times the memory. */
export class Entries {
  readonly #blocks: Float64Array[] = []
  #count = 0

  /** @returns its number. */
  add({ at, start, size }: EntryPlace): number {
    const row = this.#count % ROWS
    if (row === 0) this.#blocks.push(new Float64Array(ROWS * COLUMNS))
    this.#blocks.at(-1)!.set([at, start, size], row * COLUMNS)
    return this.#count++
  }

  get(number: number): EntryPlace | undefined {
    if (number >= this.#count) return undefined
    const first = (number % ROWS) * COLUMNS
    const block = this.#blocks[Math.floor(number / ROWS)]!
    const [at, start, size] = [block[first]!, block[first + 1]!, block[first + 2]!]
    return { at, start, size, next: start + padded(size) }
  }
}

const COLUMNS = 3
const ROWS = 4096
