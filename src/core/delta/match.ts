import { copyBytes, Room } from './room'

/** Found in a residual: so many literal bytes, then so many of the reference. Columns, as a segment has them. */
export interface Matched {
  readonly literal: Float64Array<ArrayBuffer>
  readonly length: Float64Array<ArrayBuffer>
  readonly from: Float64Array<ArrayBuffer>
  /** All literal bytes of the residual, in order. */
  readonly literals: Uint8Array<ArrayBuffer>
}

/** Bytes that are hashed together; every fourth place of the reference is known by its own. */
const HASHED = 24
const EVERY = 4

/** A match at the last shift costs less than one from elsewhere, and needs less to be worth it. */
const SHORTEST = { atShift: 8, elsewhere: 27 } as const
const ENOUGH_AT_SHIFT = 64
const BETTER_BY = 8

/** In what matches nothing, steps grow: one byte more for every 128 without a match. */
const GROWTH = 7

const MOST_BITS = 19
const PRIME = 0x01000193 * 0x1f
/** PRIME to the power of HASHED, by which a byte leaves the hash. */
const LEAVING = Array.from({ length: HASHED }).reduce<number>((power) => Math.imul(power, PRIME), 1)

/** Finds what of a residual stands in its reference. One table serves segment after segment. */
export class Matcher {
  /** As large as it ever had to be: of little that is matched it is little. */
  #table = new Int32Array()
  #bits = MOST_BITS
  readonly #found = { literal: new Column(), length: new Column(), from: new Column() }
  readonly #literals = new Room()

  match(residual: Uint8Array, reference: Uint8Array): Matched {
    this.#index(reference)
    const { literal, length: lengths, from: froms } = this.#found
    const literals = this.#literals.of(residual.length)
    let [written, start, shift] = [0, 0, 0]
    const hash = new Rolling(residual)
    for (let at = 0; at < residual.length;) {
      let from = at + shift
      let length =
        from >= 0 && from < reference.length && residual[at] === reference[from]
          ? forwards(residual, at, reference, from)
          : 0
      let back = 0
      if (length < ENOUGH_AT_SHIFT && at + HASHED <= residual.length) {
        const other = this.#table[hash.at(at) >>> (32 - this.#bits)]! - 1
        if (other >= 0) {
          const after = forwards(residual, at, reference, other)
          const before = after >= HASHED ? backwards(residual, at, start, reference, other) : 0
          if (before + after >= SHORTEST.elsewhere && before + after > length + BETTER_BY) {
            from = other - before
            length = before + after
            back = before
          }
        }
      }
      if (length < SHORTEST.atShift) {
        at += 1 + ((at - start) >> GROWTH)
        continue
      }
      const begin = at - back
      copyBytes(literals, written, residual, start, begin - start)
      written += begin - start
      literal.put(begin - start)
      lengths.put(length)
      froms.put(from)
      shift = from - begin
      start = at = begin + length
    }
    literals.set(residual.subarray(start), written)
    return {
      literal: literal.taken(),
      length: lengths.taken(),
      from: froms.taken(),
      literals: literals.slice(0, written + residual.length - start),
    }
  }

  /** Of places that hash alike the last stays. */
  #index(reference: Uint8Array): void {
    this.#bits = Math.min(MOST_BITS, Math.max(8, Math.ceil(Math.log2(reference.length / EVERY + 1)) + 1))
    if (this.#table.length < 2 ** this.#bits) this.#table = new Int32Array(2 ** this.#bits)
    else this.#table.fill(0, 0, 2 ** this.#bits)
    const hash = new Rolling(reference)
    for (let at = 0; at + HASHED <= reference.length; at += EVERY)
      this.#table[hash.at(at) >>> (32 - this.#bits)] = at + 1
  }
}

/** Numbers that are gathered, in memory that serves again. */
class Column {
  #numbers = new Int32Array(1024)
  #count = 0

  put(number: number): void {
    if (this.#count === this.#numbers.length) {
      const more = new Int32Array(2 * this.#count)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#numbers[this.#count++] = number
  }

  taken(): Float64Array<ArrayBuffer> {
    const count = this.#count
    this.#count = 0
    return new Float64Array(this.#numbers.subarray(0, count))
  }
}

const forwards = (residual: Uint8Array, at: number, reference: Uint8Array, from: number) => {
  const most = Math.min(residual.length - at, reference.length - from)
  let equal = 0
  while (equal < most && residual[at + equal] === reference[from + equal]) equal++
  return equal
}

function backwards(residual: Uint8Array, at: number, start: number, reference: Uint8Array, from: number): number {
  const most = Math.min(at - start, from)
  let equal = 0
  while (equal < most && residual[at - 1 - equal] === reference[from - 1 - equal]) equal++
  return equal
}

/** A polynomial of the bytes in a window, asked for at ascending places. */
class Rolling {
  readonly #bytes: Uint8Array
  #at = 0
  #hash = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    if (bytes.length >= HASHED) this.#begin(0)
  }

  at(place: number): number {
    if (place - this.#at > HASHED) this.#begin(place)
    const bytes = this.#bytes
    let hash = this.#hash
    for (let at = this.#at; at < place; at++)
      hash = (Math.imul(hash, PRIME) + bytes[at + HASHED]! + 1 - Math.imul(LEAVING, bytes[at]! + 1)) | 0
    this.#at = place
    this.#hash = hash
    return Math.imul(hash, 0x9e3779b1) >>> 0
  }

  #begin(place: number): void {
    let hash = 0
    for (let at = place; at < place + HASHED; at++) hash = (Math.imul(hash, PRIME) + this.#bytes[at]! + 1) | 0
    this.#at = place
    this.#hash = hash
  }
}
