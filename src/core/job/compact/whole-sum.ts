import type { Hashing, RunningHash } from '../../check/hashing'
import type { Digest } from '../../image/digest'
import { nearIn, type Near } from '../../tar/near'

/** What an archive hashes to some of whose bytes go by, as something is made of them: only the others are read for it. */
export class WholeSum {
  readonly #whole: Near
  readonly #size: number
  readonly #sum: RunningHash
  #at = 0

  constructor(whole: Blob, hashing: Hashing) {
    this.#whole = nearIn(whole)
    this.#size = whole.size
    this.#sum = hashing.begin()
  }

  /** Where bytes go by next: behind all that have gone by. */
  async from(start: number): Promise<this> {
    await this.#readUpTo(start)
    return this
  }

  /** What goes by there. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#sum.write(bytes)
    this.#at += bytes.length
  }

  async digest(): Promise<Digest> {
    await this.#readUpTo(this.#size)
    return this.#sum.digest()
  }

  async #readUpTo(end: number): Promise<void> {
    if (end > this.#at) await this.#sum.write(await this.#whole.piece({ start: this.#at, end }).part())
    this.#at = end
  }
}
