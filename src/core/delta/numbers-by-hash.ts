import { letGo } from '../compression/chunks'

const FIRST_SLOTS = 1024
const FULL = 0.75

/** Numbers from 0 on by hashes of 32 bits: of a million, a Map would take several times the memory. */
export class NumbersByHash {
  /** Of each slot the hash, and behind it one more than the number; 0: it is free. */
  #words = new Uint32Array(2 * FIRST_SLOTS)
  #filled = 0

  get(hash: number): number | undefined {
    const number = this.#words[this.#find(hash) + 1]!
    return number > 0 ? number - 1 : undefined
  }

  /** Who comes first stays. */
  add(hash: number, number: number): void {
    const at = this.#find(hash)
    if (this.#words[at + 1]! > 0) return
    this.#words[at] = hash
    this.#words[at + 1] = number + 1
    if (++this.#filled > (FULL * this.#words.length) / 2) this.#grow()
  }

  /** Where the words of a hash's slot stand, or of the free one that it would have. */
  #find(hash: number): number {
    const words = this.#words
    const within = words.length - 1
    let at = (hash << 1) & within
    while (words[at + 1]! > 0 && words[at] !== hash) at = (at + 2) & within
    return at
  }

  #grow(): void {
    const words = this.#words
    this.#words = new Uint32Array(2 * words.length)
    for (let at = 0; at < words.length; at += 2)
      if (words[at + 1]! > 0) this.#words.set([words[at]!, words[at + 1]!], this.#find(words[at]!))
    letGo(words.buffer)
  }
}
