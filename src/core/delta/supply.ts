import { letGo } from '../compression/same-memory'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'

/** What lies here and there is asked for by so little. A read costs half a millisecond before its first byte comes. */
export const BLOCK = 256 * 1024

/** Where blocks come from, and their memory goes. */
export interface Supply {
  /** Ascending, and no more than a block. */
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>
  giveBack(memory: ArrayBuffer): void
}

/** Blocks that come by one slice, and share its memory. */
export class Slice implements Supply {
  readonly #start: number
  readonly #reading: Promise<Uint8Array<ArrayBuffer>>
  #used: number

  /** @param block at most so much is asked for at once. */
  constructor(space: OldSpace, { start, end }: Range, block: number) {
    this.#start = start
    this.#reading = space.read(start, end)
    this.#used = Math.ceil((end - start) / block)
  }

  async read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#reading).subarray(start - this.#start, start - this.#start + length)
  }

  giveBack(memory: ArrayBuffer): void {
    if (--this.#used === 0) letGo(memory)
  }
}
