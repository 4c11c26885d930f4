import { joined } from '../joined'
import { checksums, field, slice, type Field } from './header'
import { headerNumber, octal } from './number'
import { text } from './text'

/** Where GNU tar (manual, "Basic Tar Format") and star keep times, they have no room for the whole prefix. */
const gnu = { atime: [345, 12], ctime: [357, 12] } as const satisfies Record<string, Field>
const star = { prefix: [345, 131], atime: [476, 12], ctime: [488, 12], trailer: [508, 4] } as const satisfies Record<
  string,
  Field
>

export type Format = 'v7' | 'ustar' | 'star' | 'gnu'

const { mode, uid, gid, size, mtime, devmajor, devminor } = field
const v7Numbers = Object.entries({ mode, uid, gid, size, mtime })
const ustarNumbers = [...v7Numbers, ...Object.entries({ devmajor, devminor })]

/** What must be a number in each. */
const NUMBERS: Readonly<Record<Format, readonly [name: string, place: Field][]>> = {
  v7: v7Numbers,
  ustar: ustarNumbers,
  star: [...ustarNumbers, ...Object.entries({ atime: star.atime, ctime: star.ctime })],
  gnu: ustarNumbers,
}

/** One header block, its numbers read and its names decoded; what extended headers say comes on top of it. */
export interface Header {
  readonly format: Format
  readonly name: string
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly typeflag: string
  readonly linkname: string
}

export type BlockReading =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'zero' }
  /** `ustar` tells whether the block at least carries the magic, so that it can be called a damaged header. */
  | { readonly kind: 'bad-checksum'; readonly expected: number; readonly found: number; readonly ustar: boolean }
  /** A field that should hold a number and does not. */
  | { readonly kind: 'bad-field'; readonly field: string; readonly found: string; readonly name: string }

export const isZero = (block: Uint8Array) => block.every((byte) => byte === 0)

/** Reads a block as Go's archive/tar does, so that no archive shows us other members than it shows an engine. */
export function readBlock(block: Uint8Array): BlockReading {
  if (isZero(block)) return { kind: 'zero' }
  const { unsigned, signed } = checksums(block)
  const stated = octal(slice(block, field.chksum)) ?? NaN
  if (stated !== unsigned && stated !== signed)
    return { kind: 'bad-checksum', expected: stated, found: unsigned, ustar: hasMagic(block) }
  const format = formatOf(block)
  for (const [name, place] of NUMBERS[format])
    if (headerNumber(slice(block, place)) === undefined)
      return { kind: 'bad-field', field: name, found: text(slice(block, place)), name: nameIn(block, format) }
  return { kind: 'header', header: parseHeader(block, format) }
}

export const hasMagic = (block: Uint8Array) => says(block, field.magic, 'ustar')

function formatOf(block: Uint8Array): Format {
  if (says(block, field.magic, 'ustar\0')) return says(block, star.trailer, 'tar\0') ? 'star' : 'ustar'
  return says(block, field.magic, 'ustar ') && says(block, field.version, ' \0') ? 'gnu' : 'v7'
}

/** Headers come by the million: no string is made of each. */
function says(block: Uint8Array, [offset]: Field, ascii: string): boolean {
  for (let at = 0; at < ascii.length; at++) if (block[offset + at] !== ascii.charCodeAt(at)) return false
  return true
}

function parseHeader(block: Uint8Array, format: Format): Header {
  const number = (place: Field) => headerNumber(slice(block, place)) ?? NaN
  return {
    format,
    name: nameIn(block, format),
    size: number(field.size),
    mode: number(field.mode),
    uid: number(field.uid),
    gid: number(field.gid),
    mtime: number(field.mtime),
    typeflag: String.fromCharCode(block[field.typeflag[0]] ?? 0),
    linkname: text(slice(block, field.linkname)),
  }
}

function nameIn(block: Uint8Array, format: Format): string {
  const name = slice(block, field.name)
  const prefix = prefixIn(block, format)
  if (prefix.length === 0) return text(name)
  return text(joined([prefix, SLASH, name]))
}

const SLASH = Uint8Array.of(0x2f)

function prefixIn(block: Uint8Array, format: Format): Uint8Array {
  if (format === 'ustar') return untilNul(slice(block, field.prefix))
  if (format === 'star') return untilNul(slice(block, star.prefix))
  if (format === 'v7' || [gnu.atime, gnu.ctime].every((place) => isTime(slice(block, place)))) return NONE
  // Go before 1.8 wrote a prefix into headers that have none; its readers take one for a prefix where it is no time.
  const prefix = untilNul(slice(block, field.prefix))
  return prefix.every((byte) => byte < 0x80) ? prefix : NONE
}

const NONE = new Uint8Array()
const isTime = (bytes: Uint8Array) => bytes[0] === 0 || headerNumber(bytes) !== undefined

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}
