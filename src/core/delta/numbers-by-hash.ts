import { letGo } from '../compression/same-memory'

/** There may be thousands of small ones. */
const FIRST_SLOTS = 128
const FULL = 0.75

/** 8 MiB of them: whoever comes when they are full is not found. */
const MOST_SLOTS = 2 ** 20

/** Of a slot's second word: sixteen million numbers; those beyond are not found. */
const NUMBER_BITS = 24
const NUMBER = 2 ** NUMBER_BITS - 1

/** Numbers from 0 on by hashes of 40 bits: of a million, a Map would take several times the memory. */
export class NumbersByHash {
  /** Of each slot the lower 32 bits of its hash; then the upper eight, and below them one more than the number. 0: it is free. */
  #words = new Uint32Array(2 * FIRST_SLOTS)
  #filled = 0

  get(hash: number): number | undefined {
    const number = this.#words[this.#find(hash) + 1]! & NUMBER
    return number > 0 ? number - 1 : undefined
  }

  /** Who comes first stays. */
  add(hash: number, number: number): void {
    const at = this.#find(hash)
    if (this.#words[at + 1]! > 0 || number >= NUMBER || this.#filled >= FULL * MOST_SLOTS) return
    this.#words[at] = hash
    this.#words[at + 1] = (upper(hash) << NUMBER_BITS) | (number + 1)
    if (++this.#filled > (FULL * this.#words.length) / 2) this.#grow()
  }

  /** Those of another, each so much more. @param words what came of its `words`. */
  addAll(words: Uint32Array, more: number): void {
    for (let at = 0; at < words.length; at += 2) {
      const upper = words[at + 1]!
      this.add((upper >>> NUMBER_BITS) * 2 ** 32 + words[at]!, (upper & NUMBER) - 1 + more)
    }
  }

  /** Slots that are not free, one behind the other. */
  words(): Uint32Array<ArrayBuffer> {
    const all = new Uint32Array(2 * this.#filled)
    let filled = 0
    for (let at = 0; at < this.#words.length; at += 2) {
      if (this.#words[at + 1] === 0) continue
      all[filled++] = this.#words[at]!
      all[filled++] = this.#words[at + 1]!
    }
    return all
  }

  /** Frees them: it may be much. */
  close(): void {
    letGo(this.#words.buffer)
    this.#words = new Uint32Array(2)
  }

  /** Where the words of a hash's slot stand, or of the free one that it would have. */
  #find(hash: number): number {
    const words = this.#words
    const within = words.length - 1
    const [low, high] = [hash >>> 0, upper(hash)]
    let at = (low << 1) & within
    while (words[at + 1]! > 0 && (words[at] !== low || words[at + 1]! >>> NUMBER_BITS !== high)) at = (at + 2) & within
    return at
  }

  #grow(): void {
    const words = this.#words
    this.#words = new Uint32Array(2 * words.length)
    for (let at = 0; at < words.length; at += 2) {
      const [low, high] = [words[at]!, words[at + 1]!]
      if (high === 0) continue
      const free = this.#find((high >>> NUMBER_BITS) * 2 ** 32 + low)
      this.#words[free] = low
      this.#words[free + 1] = high
    }
    letGo(words.buffer)
  }
}

const upper = (hash: number) => Math.floor(hash / 2 ** 32)
