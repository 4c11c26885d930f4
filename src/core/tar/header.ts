/** Tar counts in blocks of this many bytes (POSIX pax, "ustar Interchange Format"). */
export const BLOCK = 512

/** Offset and width of the fields of a header block, by their POSIX names. */
export const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  chksum: [148, 8],
  typeflag: [156, 1],
  linkname: [157, 100],
  magic: [257, 6],
  version: [263, 2],
  prefix: [345, 155],
  /** Old GNU sparse files: 1 when blocks with more of the sparse map follow (GNU tar manual, "Storing Sparse Files"). */
  isextended: [482, 1],
} as const satisfies Record<string, readonly [offset: number, width: number]>

export type Field = (typeof field)[keyof typeof field]

/** One header block, its numbers read and its names decoded; what extended headers say comes on top of it. */
export interface Header {
  readonly name: string
  /** Bytes; NaN when the field is no number, negative, or above 2^53. */
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly typeflag: string
  readonly linkname: string
  readonly isextended: boolean
}

export type BlockReading =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'zero' }
  /** `ustar` tells whether the block at least carries the magic, so that it can be called a damaged header. */
  | { readonly kind: 'bad'; readonly expected: number; readonly found: number; readonly ustar: boolean }

const utf8 = new TextDecoder()

export function readBlock(block: Uint8Array): BlockReading {
  if (block.every((byte) => byte === 0)) return { kind: 'zero' }
  const { unsigned, signed } = checksums(block)
  const stated = octal(slice(block, field.chksum))
  const ustar = text(slice(block, field.magic)).startsWith('ustar')
  if (stated !== unsigned && stated !== signed) return { kind: 'bad', expected: stated, found: unsigned, ustar }
  return { kind: 'header', header: parseHeader(block) }
}

function parseHeader(block: Uint8Array): Header {
  const name = text(slice(block, field.name))
  // Old GNU headers say "ustar  " and keep times where POSIX keeps the prefix.
  const posix = utf8.decode(slice(block, field.magic)) === 'ustar\0'
  const prefix = posix ? text(slice(block, field.prefix)) : ''
  return {
    name: prefix ? `${prefix}/${name}` : name,
    size: number(slice(block, field.size)),
    mode: number(slice(block, field.mode)),
    uid: number(slice(block, field.uid)),
    gid: number(slice(block, field.gid)),
    mtime: number(slice(block, field.mtime)),
    typeflag: String.fromCharCode(block[field.typeflag[0]] ?? 0),
    linkname: text(slice(block, field.linkname)),
    isextended: block[field.isextended[0]] === 1,
  }
}

/** The checksum counts its own field as eight spaces; very old writers summed signed bytes. */
export function checksums(block: Uint8Array): { unsigned: number; signed: number } {
  const [start, width] = field.chksum
  let unsigned = 0
  let signed = 0
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= start && i < start + width ? 0x20 : (block[i] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return { unsigned, signed }
}

/** Text up to the first NUL. Bytes that are no UTF-8 become U+FFFD: such a name is shown, never written back. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end))
}

export const slice = (block: Uint8Array, [offset, width]: Field) => block.subarray(offset, offset + width)

function number(bytes: Uint8Array): number {
  return isBase256(bytes) ? base256(bytes) : octal(bytes)
}

/** GNU tar manual, "Basic Tar Format": the top bit of the first byte says that the rest is a big-endian number. */
export const isBase256 = (bytes: Uint8Array) => ((bytes[0] ?? 0) & 0x80) !== 0

function base256(bytes: Uint8Array): number {
  const negative = ((bytes[0] ?? 0) & 0x40) !== 0
  if (negative) return NaN
  let value = (bytes[0] ?? 0) & 0x3f
  for (const byte of bytes.subarray(1)) {
    value = value * 256 + byte
    if (!Number.isSafeInteger(value)) return NaN
  }
  return value
}

function octal(bytes: Uint8Array): number {
  const digits = text(bytes).trim()
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN
}
