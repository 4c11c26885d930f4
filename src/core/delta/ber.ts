import { RecipeError } from './recipe-error'

/**
 * Integers in base 128, the most significant group first, the high bit set where more follow (BER compressed integers, as perl's
 * `pack "w"` writes them). Signed ones are folded first: 0, -1, 1, -2 … → 0, 1, 2, 3 …
 */
export class BerWriter {
  #bytes = new Uint8Array(64)
  #length = 0

  put(value: number): void {
    if (this.#length + LONGEST > this.#bytes.length) this.#grow()
    let groups = 1
    for (let rest = Math.floor(value / BASE); rest > 0; rest = Math.floor(rest / BASE)) groups++
    let rest = value
    for (let at = this.#length + groups - 1; at >= this.#length; at--) {
      const group = rest % BASE
      this.#bytes[at] = at === this.#length + groups - 1 ? group : group | MORE
      rest = (rest - group) / BASE
    }
    this.#length += groups
  }

  putSigned(value: number): void {
    this.put(value < 0 ? -2 * value - 1 : 2 * value)
  }

  get length(): number {
    return this.#length
  }

  /** A view of what was put so far. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Reads one integer after another; more than 2^53 - 1, or one that is cut off, is damage. */
export class BerReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Bytes read so far. */
  get read(): number {
    return this.#at
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  next(): number {
    let value = 0
    for (;;) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RecipeError('damaged', 'a number is cut off')
      value = value * BASE + (byte & (MORE - 1))
      if (value > Number.MAX_SAFE_INTEGER)
        throw new RecipeError(
          { kind: 'limit', expected: Number.MAX_SAFE_INTEGER, found: value },
          'a number is above 2^53',
        )
      if (byte < MORE) return value
    }
  }

  nextSigned(): number {
    const folded = this.next()
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }
}

const BASE = 128
const MORE = 0x80

/** Groups of seven bits in 53. */
const LONGEST = 8
