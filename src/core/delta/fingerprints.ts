import { letGo } from '../compression/same-memory'
import { Column, placesOf, type Places } from './column'

/** A fingerprint is of so many bytes. */
export const SAMPLE = 32

/** Numbers without a pattern, the same each time: xorshift (Marsaglia, 2003). */
const GEAR = (() => {
  let state = 0x9e3779b9
  return Int32Array.from({ length: 256 }, () => {
    state ^= state << 13
    state ^= state >>> 17
    return (state ^= state << 5)
  })
})()

/**
 * Visits places that the bytes themselves choose, one in 2^bits of them, wherever they stand: a gear hash of the last 32 bytes has
 * as many zeros at its top. What is visited is the place behind those 32.
 */
export function sample(bytes: Uint8Array, bits: number, visit: (end: number) => void): void {
  const top = -1 << (32 - bits)
  let hash = 0
  let at = 0
  for (; at < Math.min(SAMPLE - 1, bytes.length); at++) hash = ((hash << 1) + GEAR[bytes[at]!]!) | 0
  // Four at a time: all of the old and most of what is new goes through here.
  for (; at + 4 <= bytes.length; at += 4) {
    const first = ((hash << 1) + GEAR[bytes[at]!]!) | 0
    const second = ((first << 1) + GEAR[bytes[at + 1]!]!) | 0
    const third = ((second << 1) + GEAR[bytes[at + 2]!]!) | 0
    hash = ((third << 1) + GEAR[bytes[at + 3]!]!) | 0
    if ((first & top) === 0) visit(at + 1)
    if ((second & top) === 0) visit(at + 2)
    if ((third & top) === 0) visit(at + 3)
    if ((hash & top) === 0) visit(at + 4)
  }
  for (; at < bytes.length; at++) {
    hash = ((hash << 1) + GEAR[bytes[at]!]!) | 0
    if ((hash & top) === 0) visit(at + 1)
  }
}

/** Of the 32 bytes before `end`: 32 bits of murmur3's mixing. */
export function fingerprint(bytes: Uint8Array, end: number): number {
  let mixed = 0
  for (let at = end - SAMPLE; at < end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    const turned = Math.imul(word, 0xcc9e2d51)
    mixed ^= Math.imul((turned << 15) | (turned >>> 17), 0x1b873593)
    mixed = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
  }
  return finished(mixed)
}

/** How murmur3 ends: every bit of the hash comes to count for every other one. */
export function finished(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) >>> 0
}

/** Half a million samples, whatever the size of the old. */
const MOST_SAMPLES = 2 ** 19
const FEWEST_BITS = 7

/** Of the table's slots: of half a million it takes 7 MB. */
const USED = 0.6
const FEWEST_SLOTS = 1024

/** One place in how many is sampled, as a power of two. */
export function samplingBits(oldBytes: number): number {
  let bits = FEWEST_BITS
  while (oldBytes / 2 ** bits > MOST_SAMPLES) bits++
  return bits
}

/** Samples of one layer, in order: their fingerprints, and the places behind them, counted from its beginning. */
export interface PrintColumns {
  readonly prints: Uint32Array<ArrayBuffer>
  readonly ends: Places
}

/** Gathers them. */
export class LayerPrints {
  readonly #prints: Column<Uint32Array<ArrayBuffer>>
  readonly #ends: Column<Places>

  /** @param size of the layer. @param bits one place in 2^bits is sampled. */
  constructor(size: number, bits: number) {
    const expected = size / 2 ** bits
    this.#prints = new Column((length) => new Uint32Array(length), expected)
    this.#ends = new Column(placesOf(size), expected)
  }

  add(print: number, end: number): void {
    this.#prints.add(print)
    this.#ends.add(end)
  }

  columns(): PrintColumns {
    return { prints: this.#prints.taken(), ends: this.#ends.taken() }
  }
}

/**
 * Places of the old bytes by the fingerprints that end there: 24 bits of the fingerprint and 40 of the address a slot. Both words of a
 * slot lie beside each other, because finding it is what takes the time.
 */
export class Fingerprints {
  readonly bits: number
  readonly #slots: number
  /** Of each slot the address's lower bits; then the fingerprint's above eight more of the address. It is free where both are zero. */
  readonly #words: Uint32Array<ArrayBuffer>
  #filled = 0

  constructor(oldBytes: number) {
    this.bits = samplingBits(oldBytes)
    this.#slots = Math.max(FEWEST_SLOTS, Math.ceil(oldBytes / 2 ** this.bits / USED))
    this.#words = new Uint32Array(2 * this.#slots)
  }

  /** @param start where the layer begins. */
  addAll({ prints, ends }: PrintColumns, start: number): void {
    for (let at = 0; at < prints.length; at++) this.add(prints[at]!, start + ends[at]!)
  }

  /** Who comes first stays; and a table that is nearly full takes no more. */
  add(print: number, end: number): void {
    if (this.#filled > 0.9 * this.#slots) return
    const at = this.#find(print)
    const words = this.#words
    if ((words[at]! | words[at + 1]!) !== 0) return
    words[at] = end
    words[at + 1] = (print << 8) | Math.floor(end / 2 ** 32)
    this.#filled++
  }

  /** The place behind the bytes that had this fingerprint, or 0. */
  get(print: number): number {
    const at = this.#find(print)
    return (this.#words[at + 1]! & 0xff) * 2 ** 32 + this.#words[at]!
  }

  /** Frees them: it is much. */
  close(): void {
    letGo(this.#words.buffer)
  }

  /** Where the words of a fingerprint's slot stand, or of the free one that it would have. */
  #find(print: number): number {
    const words = this.#words
    const wanted = print & 0xffffff
    let at = 2 * Math.floor((print / 2 ** 32) * this.#slots)
    while ((words[at]! | words[at + 1]!) !== 0 && words[at + 1]! >>> 8 !== wanted) {
      at += 2
      if (at === words.length) at = 0
    }
    return at
  }
}
