import { padded } from '../tar/padding'
import type { Places } from './column'
import { lastAtMost } from './ranges'

/** Where an entry stands: its header blocks, its payload, the next entry. */
export interface EntryPlace {
  readonly at: number
  readonly start: number
  readonly size: number
  readonly next: number
}

/** Of an entry: where it begins, where its payload begins, and how many bytes of payload there are. */
const COLUMNS = 3

/** @param begin where that begins from which they are counted. */
function placeIn(columns: Places, row: number, begin: number): EntryPlace {
  const first = row * COLUMNS
  const [at, start, size] = [begin + columns[first]!, begin + columns[first + 1]!, columns[first + 2]!]
  return { at, start, size, next: start + padded(size) }
}

/** Places of entries by numbers from 0 on, in columns: there may be a million, and an object each takes several times the memory. */
export class Entries {
  readonly #blocks: Float64Array<ArrayBuffer>[] = []
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
    return placeIn(this.#blocks[Math.floor(number / ROWS)]!, number % ROWS, 0)
  }
}

const ROWS = 4096

/** The same of layers, each of which has its own columns. */
export class EntriesOfLayers {
  readonly #layers: { readonly start: number; readonly columns: Places }[] = []
  /** Of each the number of its first entry. */
  readonly #firsts: number[] = []
  #count = 0

  /**
   * @param start where the layer begins.
   * @param columns of each of its entries the three, one behind the other, counted from there.
   * @returns the number of the first.
   */
  add(start: number, columns: Places): number {
    const first = this.#count
    if (columns.length > 0) {
      this.#layers.push({ start, columns })
      this.#firsts.push(first)
    }
    this.#count += columns.length / COLUMNS
    return first
  }

  get(number: number): EntryPlace | undefined {
    if (number >= this.#count) return undefined
    const layer = lastAtMost(this.#firsts, number)
    const { start, columns } = this.#layers[layer]!
    return placeIn(columns, number - this.#firsts[layer]!, start)
  }
}
