import { DecodeError } from '../chunks'
import type { Bits } from './bits'

/** The longest code that the format has, in bits. */
export const LONGEST = 20

/** Codes up to this length are found by one look into a table. */
const SHORT = 10

/** Canonical codes: of one length they count up, and a longer one goes on where the shorter ones end. */
export class PrefixCode {
  readonly #symbols: Uint16Array
  /** For each length: its first code, how many there are, and where their symbols begin. */
  readonly #first = new Int32Array(LONGEST + 1)
  readonly #counts = new Int32Array(LONGEST + 1)
  readonly #begin = new Int32Array(LONGEST + 1)
  /** What the next bits begin with: a symbol above the length of its code; 0 where the code is longer. */
  readonly #short = new Uint16Array(1 << SHORT)

  /** @param lengths of each symbol's code. */
  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.#counts[length]!++
    for (let length = 1; length <= LONGEST; length++) {
      this.#begin[length] = this.#begin[length - 1]! + this.#counts[length - 1]!
      this.#first[length] = (this.#first[length - 1]! + this.#counts[length - 1]!) << 1
    }
    this.#symbols = Uint16Array.from(lengths.keys()).sort(
      (one, other) => lengths[one]! - lengths[other]! || one - other,
    )
    for (const [at, symbol] of this.#symbols.entries()) this.#shorten(symbol, lengths[symbol]!, at)
  }

  #shorten(symbol: number, length: number, at: number): void {
    if (length > SHORT) return
    const start = (this.#first[length]! + at - this.#begin[length]!) << (SHORT - length)
    this.#short.fill((symbol << 5) | length, start, start + (1 << (SHORT - length)))
  }

  read(bits: Bits): number {
    const next = bits.peek(LONGEST)
    const found = this.#short[next >>> (LONGEST - SHORT)]!
    if (found === 0) return this.#readLong(bits, next)
    bits.drop(found & 31)
    return found >>> 5
  }

  #readLong(bits: Bits, next: number): number {
    for (let length = SHORT + 1; length <= LONGEST; length++) {
      const nth = (next >>> (LONGEST - length)) - this.#first[length]!
      if (nth < 0 || nth >= this.#counts[length]!) continue
      bits.drop(length)
      return this.#symbols[this.#begin[length]! + nth]!
    }
    throw new DecodeError('corrupt', 'no such code')
  }
}
