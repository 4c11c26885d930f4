import type { Sink } from '../../compression/sink'
import type { Stretch } from '../../tar/near'

/** So little at once is not worth a call. */
const GATHERED = 64 * 1024

/** A sink that tells how far it is. */
export class Spooled {
  readonly #sink: Sink
  readonly #gathered = new Uint8Array(GATHERED)
  #filled = 0
  #size = 0

  constructor(sink: Sink) {
    this.#sink = sink
  }

  get size(): number {
    return this.#size
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#filled + bytes.length > GATHERED) await this.#flush()
    if (bytes.length > GATHERED) await this.#sink.write(bytes)
    else {
      this.#gathered.set(bytes, this.#filled)
      this.#filled += bytes.length
    }
    this.#size += bytes.length
  }

  async finish(): Promise<Blob> {
    await this.#flush()
    return this.#sink.finish()
  }

  async #flush(): Promise<void> {
    const bytes = this.#gathered.subarray(0, this.#filled)
    this.#filled = 0
    if (bytes.length > 0) await this.#sink.write(bytes)
  }
}

export const cut = (spool: Blob, { start, end }: Stretch) => spool.slice(start, end)
