/** Bytes that can be read by place: a file on disk, or what was kept of a stream that went by. */
export interface Source {
  readonly name: string
  /** Bytes in all; undefined as long as a stream has not come to its end. */
  readonly size: number | undefined
  /** All of the bytes, by reference, where they are kept. */
  readonly bytes?: Blob
  /** The bytes from `offset` on; fewer than `length` only where the source ends. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** A few large entries want small reads, many small ones large reads: see the measurements in docs/decisions.md. */
const WINDOW = { first: 64 * 1024, largest: 4 * 1024 * 1024, growth: 4 } as const

/** Reads a Blob through a window that grows while reads are dense and falls back when they are far apart. */
export class BlobSource implements Source {
  readonly name: string
  readonly size: number
  readonly bytes: Blob
  #window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() }
  #width: number = WINDOW.first

  constructor(blob: Blob, name: string) {
    this.bytes = blob
    this.name = name
    this.size = blob.size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    const { start, bytes } = this.#window
    if (offset < start || offset + wanted > start + bytes.length) await this.#move(offset, wanted)
    const from = offset - this.#window.start
    return this.#window.bytes.subarray(from, from + wanted)
  }

  async #move(offset: number, wanted: number): Promise<void> {
    const gap = offset - (this.#window.start + this.#window.bytes.length)
    const first = this.#window.bytes.length === 0
    const dense = !first && gap >= -BLOCK_SLACK && gap <= this.#width
    this.#width = dense ? Math.min(this.#width * WINDOW.growth, WINDOW.largest) : WINDOW.first
    const end = Math.min(offset + Math.max(this.#width, wanted), this.size)
    this.#window = { start: offset, bytes: new Uint8Array(await this.bytes.slice(offset, end).arrayBuffer()) }
  }
}

/** A header that straddles the window's end starts a little before it: that is still reading on. */
const BLOCK_SLACK = 1024
