import type { Hashing, RunningHash } from '../../check/hashing'
import type { Mill } from '../../delta/mill'
import type { Codec } from '../../delta/note'
import type { Packer } from '../../delta/packer'
import type { Digest } from '../../image/digest'
import type { Stretch } from '../../tar/near'
import type { Spooled } from './spooled'

/** Where something stands in the spool, packed, and what its plain bytes hash to. */
export interface Packed extends Stretch {
  readonly plain: Digest
}

export interface PackingMeans {
  readonly codec: Codec
  readonly mill: Mill
  readonly spool: Spooled
  readonly hashing: Hashing
}

/** Packs into the spool, and hashes what it packs: what is unpacked again must come to the same. */
export class Packing {
  readonly #spool: Spooled
  readonly #start: number
  readonly #packer: Packer
  readonly #hash: RunningHash

  constructor({ codec, mill, spool, hashing }: PackingMeans) {
    this.#spool = spool
    this.#start = spool.size
    this.#packer = mill.packer(codec, (bytes) => spool.write(bytes))
    this.#hash = hashing.begin()
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#hash.write(bytes)
    await this.#packer.write(bytes)
  }

  async finish(): Promise<Packed> {
    await this.#packer.finish()
    return { start: this.#start, end: this.#spool.size, plain: await this.#hash.digest() }
  }
}
