import type { Sink } from '../../compression/sink'

/** Where something stands among what was written. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A sink that tells how far it is. */
export class Spooled {
  readonly #sink: Sink
  #size = 0

  constructor(sink: Sink) {
    this.#sink = sink
  }

  get size(): number {
    return this.#size
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes)
    this.#size += bytes.length
  }

  finish(): Promise<Blob> {
    return this.#sink.finish()
  }
}

export const cut = (spool: Blob, { start, end }: Stretch) => spool.slice(start, end)
