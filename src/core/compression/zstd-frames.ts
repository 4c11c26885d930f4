import { BlobSource } from '../tar/source'
import { DecodeError } from './chunks'

/** RFC 8878, 3.1.1: frames, their headers and blocks. */
const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const SINGLE_SEGMENT = 0x20
const HAS_CHECKSUM = 0x04
const CHECKSUM = 4
const BLOCK_HEADER = 3
/** A block of this type is one byte, repeated. */
const REPEATED = 1
/** Magic number, descriptor, window, dictionary and content size, at their longest. */
const LONGEST_HEADER = 18

/** The largest window that any frame of a zstd file asks for, told without unpacking it. @throws DecodeError */
export async function largestWindow(packed: Blob): Promise<number> {
  const source = new BlobSource(packed, '')
  let largest = 0
  for (let at = 0; at < packed.size;) {
    const header = dataOf(await source.read(at, LONGEST_HEADER))
    if (header.byteLength >= 8 && (header.getUint32(0, true) ^ SKIPPABLE) >>> 4 === 0) {
      at += 8 + header.getUint32(4, true)
      continue
    }
    const { window, length, hasChecksum } = frameHeader(header)
    largest = Math.max(largest, window)
    at = (await behindBlocks(source, at + length)) + (hasChecksum ? CHECKSUM : 0)
  }
  return largest
}

function frameHeader(header: DataView) {
  if (header.byteLength < 6) throw new DecodeError('truncated')
  if (header.getUint32(0, true) !== MAGIC) throw new DecodeError('corrupt')
  const descriptor = header.getUint8(4)
  const single = (descriptor & SINGLE_SEGMENT) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3]!
  const content = { width: [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!, at: 5 + (single ? 0 : 1) + dictionary }
  const length = content.at + content.width
  if (header.byteLength < length) throw new DecodeError('truncated')
  const window = single ? contentSize(header, content) : windowSize(header.getUint8(5))
  return { window, length, hasChecksum: (descriptor & HAS_CHECKSUM) !== 0 }
}

function contentSize(header: DataView, { at, width }: { readonly at: number; readonly width: number }): number {
  if (width === 1) return header.getUint8(at)
  if (width === 2) return header.getUint16(at, true) + 256
  return width === 4 ? header.getUint32(at, true) : Number(header.getBigUint64(at, true))
}

function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

async function behindBlocks(source: BlobSource, start: number): Promise<number> {
  for (let at = start; ;) {
    const bytes = await source.read(at, BLOCK_HEADER)
    if (bytes.length < BLOCK_HEADER) throw new DecodeError('truncated')
    const header = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16)
    at += BLOCK_HEADER + (((header >> 1) & 3) === REPEATED ? 1 : header >> 3)
    if ((header & 1) === 1) return at
  }
}

const dataOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
