import { Bits } from './bzip2/bits'
import { link, plainOf } from './bzip2/plain'
import { readSymbols } from './bzip2/symbols'
import { chunksOf, DecodeError, type Decoder } from './chunks'

/** `BZh`, and a digit: the size of blocks, in units of 100,000 bytes. */
const SIGNATURE = 0x425a68
/** The digits of π begin a block, those of its square root end a stream: 48 bits each. */
const BLOCK = [0x314159, 0x265359] as const
const END = [0x177245, 0x385090] as const

const HEADERS = 32

/** The most that a block can take of the input: its tables, and for every symbol the longest code. */
const packedBlock = (size: number) => 64 * 1024 + Math.ceil((size * 20) / 8)

/**
 * Block by block, stream after stream. There is no specification but the program: https://sourceware.org/bzip2/ ("bzip2 format
 * specification" by Joe Tsai describes it). Its checksums are checked, of each block and of each stream.
 */
export const bunzip2: Decoder = async function* (packed, onRead) {
  const bits = new Bits(chunksOf(packed, onRead))
  let block = new Uint32Array(0)
  for (await bits.fill(HEADERS); !bits.ended; await bits.fill(HEADERS)) {
    const size = 100_000 * readLevel(bits)
    let sums = 0
    for (; readMark(bits) === BLOCK; await bits.fill(HEADERS)) {
      if (block.length < size) block = new Uint32Array(size)
      await bits.fill(packedBlock(size))
      const sum = bits.read32()
      yield* blockOf(bits, block.subarray(0, size), sum)
      sums = ((sums << 1) | (sums >>> 31)) ^ sum
    }
    const expected = bits.read32()
    bits.throwIfCut()
    if (sums !== expected) throw new DecodeError('corrupt', 'checksum of a stream')
    bits.align()
  }
}

function readLevel(bits: Bits): number {
  const signature = bits.read(24)
  const level = bits.read(8) - 0x30
  bits.throwIfCut()
  if (signature !== SIGNATURE || level < 1 || level > 9) throw new DecodeError('corrupt', 'signature')
  return level
}

function readMark(bits: Bits): typeof BLOCK | typeof END {
  const [high, low] = [bits.read(24), bits.read(24)]
  bits.throwIfCut()
  const mark = [BLOCK, END].find(([first, second]) => high === first && low === second)
  if (!mark) throw new DecodeError('corrupt', 'neither a block nor the end')
  return mark
}

function blockOf(bits: Bits, block: Uint32Array, sum: number): Uint8Array[] {
  if (bits.read(1)) throw new DecodeError('corrupt', 'an order of bytes that went out of use in 1997')
  const origin = bits.read(24)
  const count = readSymbols(bits, block)
  bits.throwIfCut()
  if (origin >= count) throw new DecodeError('corrupt', 'place of the first byte')
  link(block, count)
  return plainOf(block, count, origin, sum)
}
