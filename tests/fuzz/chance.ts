/** Draws by a seed: the same seed draws the same. */
export class Chance {
  #state: number

  constructor(seed: number, name = '') {
    this.#state = [...name].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), seed | 0)
  }

  /** A whole number from 0 on, below the limit (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }

  /** Whether it happens that happens once in so many times. */
  in(times: number): boolean {
    return this.below(times) === 0
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items]
    return items.map(() => left.splice(this.below(left.length), 1)[0]!)
  }
}
