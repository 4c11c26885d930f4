/** Bytes that can be read by place: a file on disk, or what was kept of a stream that went by. */
export interface Source extends Reading {
  /** All of the bytes, by reference, where they are kept. */
  readonly bytes?: Blob
}

export interface Reading {
  readonly name: string
  /** Bytes in all; undefined as long as a stream has not come to its end. */
  readonly size: number | undefined
  /** The bytes from `offset` on; fewer than `length` only where the source ends. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** Bytes by reference: a Blob, or what stands for a piece of one. */
export interface Readable extends Pick<Blob, 'size' | 'arrayBuffer' | 'stream'> {
  slice(start: number, end: number): Readable
}

/** A few large entries want small reads, many small ones large reads: see the measurements in docs/decisions.md. */
const WINDOW = { first: 64 * 1024, largest: 4 * 1024 * 1024, growth: 4 } as const

interface Window {
  readonly start: number
  readonly bytes: Uint8Array
}

/** Reads bytes through a window that grows while reads are dense and falls back when they are far apart. */
export class BlobSource<T extends Readable = Blob> implements Reading {
  readonly name: string
  readonly size: number
  readonly bytes: T
  #window: Window = { start: 0, bytes: new Uint8Array() }
  #width: number = WINDOW.first

  constructor(bytes: T, name: string) {
    this.bytes = bytes
    this.name = name
    this.size = bytes.size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    const { start, bytes } = this.#window
    const isThere = offset >= start && offset + wanted <= start + bytes.length
    // Another read may move it meanwhile.
    const window = isThere ? this.#window : await this.#move(offset, wanted)
    return window.bytes.subarray(offset - window.start, offset - window.start + wanted)
  }

  async #move(offset: number, wanted: number): Promise<Window> {
    const { start, bytes: before } = this.#window
    // What straddles the window's end is still reading on.
    const dense = before.length > 0 && offset >= start && offset <= start + before.length + this.#width
    this.#width = dense ? Math.min(this.#width * WINDOW.growth, WINDOW.largest) : WINDOW.first
    const end = Math.min(offset + Math.max(this.#width, wanted), this.size)
    const bytes = new Uint8Array(await this.bytes.slice(offset, end).arrayBuffer())
    return (this.#window = { start: offset, bytes })
  }
}
