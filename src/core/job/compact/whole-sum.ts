import type { Hashing, RunningHash } from '../../check/hashing'
import type { Digest } from '../../image/digest'

/** What an archive hashes to some of whose bytes go by, as something is made of them: only the others are read for it. */
export class WholeSum {
  readonly #whole: Blob
  readonly #sum: RunningHash
  #at = 0

  constructor(whole: Blob, hashing: Hashing) {
    this.#whole = whole
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
    await this.#readUpTo(this.#whole.size)
    return this.#sum.digest()
  }

  async #readUpTo(end: number): Promise<void> {
    if (end > this.#at) await this.#sum.write(this.#whole.slice(this.#at, end))
    this.#at = end
  }
}
