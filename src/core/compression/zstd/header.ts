/** What a frame begins with (RFC 8878, 3.1.1). */
export interface FrameHeader {
  /** Bytes of the window that it asks for; of a single segment it is the whole content. */
  readonly window: number
  /** Bytes of the header. */
  readonly length: number
  readonly hasChecksum: boolean
}

export const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const SINGLE_SEGMENT = 0x20
const HAS_CHECKSUM = 0x04

/** How many bytes a skippable frame takes (3.1.2: it tells its length); undefined of any other. */
export function skippable(header: DataView): number | undefined {
  const isSkippable = header.byteLength >= 8 && (header.getUint32(0, true) ^ SKIPPABLE) >>> 4 === 0
  return isSkippable ? 8 + header.getUint32(4, true) : undefined
}

/** Undefined where it is cut off. */
export function frameHeader(header: DataView): FrameHeader | undefined {
  if (header.byteLength < 6) return undefined
  const descriptor = header.getUint8(4)
  const single = (descriptor & SINGLE_SEGMENT) !== 0
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!
  const width = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!
  const length = at + width
  if (header.byteLength < length) return undefined
  const window = single ? contentSize(header, at, width) : windowSize(header.getUint8(5))
  return { window, length, hasChecksum: (descriptor & HAS_CHECKSUM) !== 0 }
}

function contentSize(header: DataView, at: number, width: number): number {
  if (width === 1) return header.getUint8(at)
  if (width === 2) return header.getUint16(at, true) + 256
  return width === 4 ? header.getUint32(at, true) : Number(header.getBigUint64(at, true))
}

function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}
