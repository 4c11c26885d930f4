/** Little is needed of small layers, of which there may be thousands. */
const ROOM = { first: 32 * 1024, usual: 1024 * 1024 } as const

/** Memory for many pieces that are given up together, and then used again. */
export class Arena {
  readonly #rooms: Uint8Array<ArrayBuffer>[] = []
  /** Which of the rooms is being filled, and how far. */
  #current = 0
  #filled = 0

  /** What stands in it is of no meaning. */
  take(length: number): Uint8Array<ArrayBuffer> {
    for (let room = this.#rooms[this.#current]; room; room = this.#rooms[this.#current]) {
      const end = this.#filled + length
      if (end <= room.length) return room.subarray(this.#filled, (this.#filled = end))
      this.#current++
      this.#filled = 0
    }
    const room = new Uint8Array(Math.max(this.#rooms.length === 0 ? ROOM.first : ROOM.usual, length))
    this.#rooms.push(room)
    this.#filled = length
    return room.subarray(0, length)
  }

  /** All that was taken is given up. */
  clear(): void {
    this.#current = 0
    this.#filled = 0
  }
}
