import { keptBytes, type TarIndex } from './index'
import { BlobSource, type Readable, type Reading } from './source'

/** Where something stands. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

type Read = Pick<Reading, 'read'>

/** A larger piece is worth a read of its own. */
const SMALL = 64 * 1024

/**
 * Pieces of a file, of which there may be thousands, one behind the other. A browser takes the better part of a millisecond for each
 * read, however little it is of: what is small is read together with what stands beside it.
 */
export class Near {
  readonly #file: Blob
  readonly #source: Read

  /** @param source reads it through a window. */
  constructor(file: Blob, source: Read) {
    this.#file = file
    this.#source = source
  }

  piece({ start, end }: Stretch): Piece {
    return new Piece(this.#file, this.#source, start, end)
  }
}

/** In an archive. */
export const keptNear = (tar: TarIndex) =>
  new Near(keptBytes(tar), { read: (start, size) => tar.read({ start, size }) })

/** Of a file that nobody else reads. */
export const nearIn = (file: Blob) => new Near(file, new BlobSource(file, ''))

export class Piece implements Readable {
  readonly size: number
  readonly #file: Blob
  readonly #source: Read
  readonly #start: number

  constructor(file: Blob, source: Read, start: number, end: number) {
    this.#file = file
    this.#source = source
    this.#start = start
    this.size = Math.max(0, end - start)
  }

  slice(start: number, end: number): Piece {
    const place = (at: number) => this.#start + Math.min(at, this.size)
    return new Piece(this.#file, this.#source, place(start), place(end))
  }

  /** In memory of its own. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.size > SMALL) return new Uint8Array(await this.blob().arrayBuffer())
    return (await this.#source.read(this.#start, this.size)).slice()
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer
  }

  /** The bytes of what is small, and a slice of what is not. */
  async part(): Promise<Uint8Array<ArrayBuffer> | Blob> {
    return this.size > SMALL ? this.blob() : this.bytes()
  }

  stream() {
    return this.blob().stream()
  }

  blob(): Blob {
    return this.#file.slice(this.#start, this.#start + this.size)
  }
}
