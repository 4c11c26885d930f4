import { chunksOfStream } from '../compression/chunks'
import { letGo } from '../compression/same-memory'
import { zstdEncoder } from '../compression/zstd-encoder'
import { quietly } from '../quietly'
import type { Codec } from './note'

/** Packs bytes as they come. */
export interface Packer {
  write(bytes: Uint8Array): Promise<void>
  /** What was packed is all there once this comes back. */
  finish(): Promise<void>
}

export type Put = (bytes: Uint8Array) => Promise<void>

/** @param put is given what comes out, in order. */
export const packer = (codec: Codec, put: Put): Packer => (codec === 'gzip' ? new Gzip(put) : new Zstd(put))

/** A frame's content: far less than a reader of ours grants, because twice as much takes twice the memory and saves four hundredths at most. */
const BLOCK = 1024 * 1024

/** What is small is worth the time; of more, that level's tables take 18 MB, for a tenth of a percent. */
const LEVEL = { usual: 6, small: 15 } as const
const SMALL = 256 * 1024

class Zstd implements Packer {
  readonly #put: Put
  #block = new Uint8Array()
  #filled = 0
  #frames = 0

  constructor(put: Put) {
    this.#put = put
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK - this.#filled)
      this.#grow(this.#filled + part.length)
      this.#block.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === BLOCK) await this.#flush()
    }
  }

  /** Of nothing at all there is a frame of nothing, because some decoders want one. */
  async finish(): Promise<void> {
    if (this.#filled > 0 || this.#frames === 0) await this.#flush()
  }

  async #flush(): Promise<void> {
    const encode = await zstdEncoder()
    const frame = encode(this.#block.subarray(0, this.#filled), this.#filled <= SMALL ? LEVEL.small : LEVEL.usual)
    this.#filled = 0
    this.#frames++
    await this.#put(frame)
  }

  #grow(needed: number): void {
    if (needed <= this.#block.length) return
    const larger = new Uint8Array(Math.min(BLOCK, Math.max(needed, 2 * this.#block.length)))
    larger.set(this.#block.subarray(0, this.#filled))
    letGo(this.#block.buffer)
    this.#block = larger
  }
}

/** One member, by the browser's own encoder. */
class Gzip implements Packer {
  readonly #stream = new CompressionStream('gzip')
  readonly #writer = this.#stream.writable.getWriter()
  readonly #done: Promise<void>

  constructor(put: Put) {
    this.#done = quietly(passOn(this.#stream.readable, put))
  }

  async write(bytes: Uint8Array): Promise<void> {
    await Promise.race([this.#writer.write(bytes.slice()), this.#done])
  }

  async finish(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#done])
  }
}

async function passOn(stream: ReadableStream<Uint8Array>, put: Put): Promise<void> {
  for await (const chunk of chunksOfStream(stream)) await put(chunk)
}
