import { DecodeError } from '../chunks'

/** A packed file as bits, the highest of a byte first. `fill` waits for bytes, so that reading need not. */
export class Bits {
  #bytes = new Uint8Array(0)
  #at = 0
  #end = 0
  #ended = false
  /** Bits that were taken off the bytes: the lowest `#count` of `#held` still wait. */
  #held = 0
  #count = 0
  readonly #input: AsyncIterator<Uint8Array>

  constructor(input: AsyncIterator<Uint8Array>) {
    this.#input = input
  }

  /** Whether nothing is left, once there was enough to fill with. */
  get ended(): boolean {
    return this.#at - (this.#count >> 3) >= this.#end
  }

  /** Makes so many bytes wait, or all that there are. Reads twice as many, so that few are moved twice. */
  async fill(bytes: number): Promise<void> {
    if (this.#ended || this.#end - this.#at >= bytes) return
    const begun = this.#bytes
    if (begun.length < 3 * bytes) this.#bytes = new Uint8Array(3 * bytes)
    this.#bytes.set(begun.subarray(this.#at, this.#end))
    this.#end -= this.#at
    this.#at = 0
    while (!this.#ended && this.#end < 2 * bytes) {
      const step = await this.#input.next()
      if (step.done) this.#ended = true
      else this.#put(step.value)
    }
  }

  #put(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * (this.#end + chunk.length))
      larger.set(this.#bytes.subarray(0, this.#end))
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** The next bits, 24 at most, without passing over them; behind the end they mean nothing. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#held = (this.#held << 8) | (this.#bytes[this.#at++] ?? 0)
      this.#count += 8
    }
    return (this.#held >>> (this.#count - count)) & ((1 << count) - 1)
  }

  drop(count: number): void {
    this.#count -= count
  }

  read(count: number): number {
    const bits = this.peek(count)
    this.#count -= count
    return bits
  }

  read32(): number {
    return (this.read(16) << 16) | this.read(16)
  }

  /** To the next whole byte. */
  align(): void {
    this.#count -= this.#count & 7
  }

  /** To be asked wherever a file may be cut: what was read behind its end was nothing. */
  throwIfCut(): void {
    if (this.#at - (this.#count >> 3) > this.#end) throw new DecodeError('truncated')
  }
}
