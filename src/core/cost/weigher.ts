/** What an entry's header or payload takes of what is carried. */
export interface Share {
  /** Bytes that no old layer has. */
  literal: number
  /** What they take packed, and what says how to put the rest together: weighed. */
  cost: number
}

/** Some hundred kilobytes are packed nearly as well as megabytes, and hold neighbours alone: a folder's files are of one kind. */
const BLOCK = { most: 256 * 1024, enough: 16 * 1024 } as const

/**
 * Weighs literals as they come, block by block, by what a block packs to: text takes a fifth of its bytes, what was packed before
 * takes all of them, so that bytes alone would blame the wrong ones.
 */
export class Weigher {
  readonly #packedSize: (bytes: Uint8Array) => number
  readonly #block = new Uint8Array(BLOCK.most)
  #filled = 0
  #closed = 0
  #shares: { readonly share: Share; bytes: number }[] = []

  /** @param packedSize what some bytes come to, packed. */
  constructor(packedSize: (bytes: Uint8Array) => number) {
    this.#packedSize = packedSize
  }

  /** How many blocks were weighed. */
  get closed(): number {
    return this.#closed
  }

  add(bytes: Uint8Array, share: Share): void {
    share.literal += bytes.length
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK.most - this.#filled)
      this.#block.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      const last = this.#shares.at(-1)
      if (last?.share === share) last.bytes += part.length
      else this.#shares.push({ share, bytes: part.length })
      if (this.#filled === BLOCK.most) this.close()
    }
  }

  /** Where an entry ends: the next one is of another kind, maybe. */
  part(): void {
    if (this.#filled >= BLOCK.enough) this.close()
  }

  /** Whether the share that came last waits for its block to be full. */
  isOpen(share: Share): boolean {
    return this.#shares.at(-1)?.share === share
  }

  close(): void {
    if (this.#filled === 0) return
    const packed = this.#packedSize(this.#block.subarray(0, this.#filled))
    for (const { share, bytes } of this.#shares) share.cost += (packed * bytes) / this.#filled
    this.#closed++
    this.#filled = 0
    this.#shares = []
  }
}
