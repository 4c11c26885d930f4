import { letGo } from '../compression/same-memory'

/** Below this many bytes a loop is faster than a view of them. */
const SHORT = 48

export function copyBytes(to: Uint8Array, at: number, source: Uint8Array, from: number, length: number): void {
  if (length >= SHORT) to.set(source.subarray(from, from + length), at)
  else for (let byte = 0; byte < length; byte++) to[at + byte] = source[from + byte]!
}

/** Memory that is used again; it grows as far as it must. */
export class Room {
  #bytes = new Uint8Array()

  /** What it was used for before is gone. */
  of(length: number): Uint8Array {
    if (length > this.#bytes.length) {
      letGo(this.#bytes.buffer)
      this.#bytes = new Uint8Array(length)
    }
    return this.#bytes.subarray(0, length)
  }
}

/** Of thousands of layers each may be small. */
const CHUNK = { first: 32 * 1024, usual: 1024 * 1024 } as const

/** Where pieces are gathered to a chunk. */
export class Output {
  #bytes = new Uint8Array(CHUNK.first)
  #filled = 0

  get isEmpty(): boolean {
    return this.#filled === 0
  }

  get isFull(): boolean {
    return this.#filled === this.#bytes.length
  }

  get room(): number {
    return this.#bytes.length - this.#filled
  }

  /** Adds a piece from a place on, as far as there is room. @returns how much of it. */
  add(piece: Uint8Array, from: number): number {
    const length = Math.min(piece.length - from, this.#bytes.length - this.#filled)
    copyBytes(this.#bytes, this.#filled, piece, from, length)
    this.#filled += length
    return length
  }

  /** What was gathered; it is written over from now on. */
  taken(): Uint8Array {
    const chunk = this.#bytes.subarray(0, this.#filled)
    if (this.isFull && chunk.length < CHUNK.usual) this.#bytes = new Uint8Array(CHUNK.usual)
    this.#filled = 0
    return chunk
  }
}
