import bitIterator from 'unbzip2-stream/lib/bit_iterator'
import bzip2 from 'unbzip2-stream/lib/bzip2'
import { chunksOf, DecodeError, type Decoder } from './chunks'

/** What one block can take of the input at most, and the marks around it. */
const inputOfBlock = (level: number) => 25_000 + 100_000 * level

/** Block by block, stream after stream; each block's and each stream's checksum is checked by the library. */
export const bunzip2: Decoder = async function* (packed, onRead) {
  const input = chunksOf(packed, onRead)
  const waiting: Uint8Array[] = []
  let arrived = 0
  let ended = false
  let begun = false
  // The reader wants a first piece before there is one.
  const bits = bitIterator(() => (begun ? (waiting.shift() ?? fail()) : ((begun = true), new Uint8Array())))
  const more = () => arrived - bits.bytesRead
  const fill = async (wanted: number): Promise<boolean> => {
    while (more() < wanted && !ended) {
      const step = await input.next()
      if (step.done) ended = true
      else arrived += waiting.push(step.value) && step.value.length
    }
    return more() > 0
  }

  while (await fill(4)) {
    const level = step(() => bzip2.header(bits))
    const work = new Int32Array(100_000 * level)
    for (let crc: number | null = 0; ;) {
      await fill(inputOfBlock(level))
      const block = new Output()
      crc = step(() => bzip2.decompress(bits, block.put, work, work.length, crc ?? 0))
      if (crc === null) break
      yield block.bytes()
    }
  }
}

function fail(): never {
  throw new DecodeError('truncated')
}

function step<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause
    throw new DecodeError('corrupt', String(cause), { cause })
  }
}

/** Grows as a block is given out byte by byte: run-length coding makes a block's length known only at its end. */
class Output {
  #bytes = new Uint8Array(1024 * 1024)
  #length = 0

  readonly put = (byte: number): void => {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = byte
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
