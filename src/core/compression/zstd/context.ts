import { exported, type Exports } from './module'

/** What `size_t` is in wasm, and `ZSTD_inBuffer` and `ZSTD_outBuffer`: an address, a size, a position (zstd.h, "Streaming"). */
const WORD = 4
const POSITION = 2 * WORD
const BUFFER = 3 * WORD

/** Results from here on are errors: the codes' negative (zstd_errors.h, "ZSTD_error_maxCode"). */
const FIRST_ERROR = 2 ** 32 - 120

/** One decoding's state within the wasm. Whoever takes one gives it back with `free`, however the decoding ends. */
export class Context {
  readonly #wasm: Exports
  readonly #state: number
  readonly #input: number
  readonly #output: number
  readonly #room: number
  readonly #made: number
  readonly #most: number

  static async taken(): Promise<Context> {
    return new Context(await exported())
  }

  private constructor(wasm: Exports) {
    this.#wasm = wasm
    this.#most = wasm.call('ZSTD_DStreamInSize')
    this.#state = wasm.call('ZSTD_createDCtx')
    this.#room = wasm.call('malloc', this.#most)
    this.#made = wasm.call('malloc', wasm.call('ZSTD_DStreamOutSize'))
    this.#input = wasm.call('malloc', BUFFER)
    this.#output = wasm.call('malloc', BUFFER)
  }

  /**
   * Gives out what a stretch of input unpacks to.
   * @returns 0 where a frame ended with it, else how much input is hoped for. Undefined where there is no sense in it.
   */
  *unpack(packed: Uint8Array): Generator<Uint8Array, number | undefined> {
    let left = 0
    for (let at = 0; at < packed.length; at += this.#most) {
      const piece = packed.subarray(at, at + this.#most)
      this.#wasm.bytes().set(piece, this.#room)
      this.#set(this.#input, this.#room, piece.length)
      let isFull: boolean
      do {
        this.#set(this.#output, this.#made, this.#wasm.call('ZSTD_DStreamOutSize'))
        left = this.#wasm.call('ZSTD_decompressStream', this.#state, this.#output, this.#input) >>> 0
        if (left >= FIRST_ERROR) return undefined
        const length = this.#word(this.#output + POSITION)
        isFull = length === this.#word(this.#output + WORD)
        if (length > 0) yield this.#wasm.bytes().slice(this.#made, this.#made + length)
        // What fills all the room may have more of its frame behind it, with no input left.
      } while ((isFull && left > 0) || this.#word(this.#input + POSITION) < piece.length)
    }
    return left
  }

  free(): void {
    this.#wasm.call('ZSTD_freeDCtx', this.#state)
    for (const address of [this.#room, this.#made, this.#input, this.#output]) this.#wasm.call('free', address)
  }

  #set(buffer: number, address: number, size: number): void {
    const words = new DataView(this.#wasm.bytes().buffer)
    for (const [at, word] of [address, size, 0].entries()) words.setUint32(buffer + at * WORD, word, true)
  }

  #word(address: number): number {
    return new DataView(this.#wasm.bytes().buffer).getUint32(address, true)
  }
}
