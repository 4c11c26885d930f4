import { DecodeError } from '../chunks'
import type { Bits } from './bits'
import { LONGEST, PrefixCode } from './prefix-code'

/** So many symbols go by one code before the next selector is asked. */
const GROUP = 50

/** Two symbols stand for runs of the byte in front, as the digits of their length. */
const RUN_A = 0
const RUN_B = 1

/** Puts a block's bytes into `block`, as sorted by the transform, and gives back how many they are. */
export function readSymbols(bits: Bits, block: Uint32Array): number {
  const front = readUsed(bits)
  const end = front.length + 1
  const codes = bits.read(3)
  if (codes < 2 || codes > 6) throw new DecodeError('corrupt', 'number of codes')
  const selectors = readSelectors(bits, codes)
  const tables = Array.from({ length: codes }, () => new PrefixCode(readLengths(bits, front.length + 2)))
  let [count, run, digit] = [0, 0, 1]
  for (const selector of selectors) {
    bits.throwIfCut()
    const code = tables[selector]!
    for (let left = GROUP; left > 0; left--) {
      const symbol = code.read(bits)
      if (symbol <= RUN_B) {
        run += symbol === RUN_A ? digit : 2 * digit
        digit *= 2
        if (count + run > block.length) throw new DecodeError('corrupt', 'too long a run')
        continue
      }
      if (run > 0) {
        block.fill(front[0]!, count, (count += run))
        run = 0
        digit = 1
      }
      if (symbol === end) return count
      if (count === block.length) throw new DecodeError('corrupt', 'too long a block')
      block[count++] = toFront(front, symbol - 1)
    }
  }
  throw new DecodeError('corrupt', 'a block without end')
}

/** The byte that stands at a place of the list, and comes to stand in front of it. */
function toFront(front: Uint8Array, at: number): number {
  const byte = front[at]!
  if (at < 16) for (let to = at; to > 0; to--) front[to] = front[to - 1]!
  else front.copyWithin(1, 0, at)
  return (front[0] = byte)
}

/** The bytes that the block has: sixteen bits tell of which sixteenths of the alphabet, sixteen more of each. */
function readUsed(bits: Bits): Uint8Array {
  const used: number[] = []
  const parts = bits.read(16)
  for (let part = 0; part < 16; part++) {
    if (!(parts & (0x8000 >> part))) continue
    const some = bits.read(16)
    for (let at = 0; at < 16; at++) if (some & (0x8000 >> at)) used.push(16 * part + at)
  }
  if (used.length === 0) throw new DecodeError('corrupt', 'a block of no bytes')
  return Uint8Array.from(used)
}

/** Which code each group goes by, told by its place in a list whose last used one comes to stand in front. */
function readSelectors(bits: Bits, codes: number): Uint8Array {
  const order = Uint8Array.from({ length: codes }, (_, at) => at)
  const selectors = new Uint8Array(bits.read(15))
  for (let nth = 0; nth < selectors.length; nth++) {
    let at = 0
    while (bits.read(1)) if (++at >= codes) throw new DecodeError('corrupt', 'selector')
    selectors[nth] = toFront(order, at)
  }
  return selectors
}

/** Each code's length as a step from the one before it. */
function readLengths(bits: Bits, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols)
  let length = bits.read(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    while (length > 0 && length <= LONGEST && bits.read(1)) length += bits.read(1) ? -1 : 1
    if (length < 1 || length > LONGEST) throw new DecodeError('corrupt', 'length of a code')
    lengths[symbol] = length
  }
  return lengths
}
