import { BlobSource, type Readable, type Reading } from '../tar/source'
import { DecodeError } from './chunks'
import { frameHeader, LONGEST_HEADER, MAGIC, skippable } from './zstd/header'

const CHECKSUM = 4
const BLOCK_HEADER = 3
/** A block of this type is one byte, repeated. */
const REPEATED = 1

/** The largest window that any frame of a zstd file asks for, told without unpacking it (RFC 8878, 3.1.1). @throws DecodeError */
export async function largestWindow(packed: Readable): Promise<number> {
  const source = new BlobSource(packed, '')
  let largest = 0
  for (let at = 0; at < packed.size;) {
    const bytes = await source.read(at, LONGEST_HEADER)
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const skipped = skippable(header)
    if (skipped !== undefined) {
      at += skipped
      continue
    }
    if (header.byteLength >= 4 && header.getUint32(0, true) !== MAGIC) throw new DecodeError('corrupt')
    const frame = frameHeader(header)
    if (!frame) throw new DecodeError('truncated')
    largest = Math.max(largest, frame.window)
    at = (await behindBlocks(source, at + frame.length)) + (frame.hasChecksum ? CHECKSUM : 0)
  }
  return largest
}

async function behindBlocks(source: Reading, start: number): Promise<number> {
  for (let at = start; ;) {
    const bytes = await source.read(at, BLOCK_HEADER)
    if (bytes.length < BLOCK_HEADER) throw new DecodeError('truncated')
    const header = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16)
    at += BLOCK_HEADER + (((header >> 1) & 3) === REPEATED ? 1 : header >> 3)
    if ((header & 1) === 1) return at
  }
}
