import { joined } from '../joined'
import { BLOCK, checksums, field, slice, type Field } from './header'
import { digitsIn, isBase256, octal as readOctal } from './number'
import { paxRecord } from './pax'
import { padded } from './padding'

const utf8 = new TextEncoder()

/** Larger sizes do not fit eleven octal digits; POSIX then keeps the size in a PAX record. */
const LARGEST_OCTAL_SIZE = 8 ** 11 - 1

/** Two zero blocks end an archive. */
export const endOfArchive = new Uint8Array(2 * BLOCK)

/** A regular file's header block(s): owner 0, mode 0644, time 0, so that the same inputs give the same bytes. */
export function fileHeader(name: string, size: number): Uint8Array<ArrayBuffer> {
  const records: string[] = []
  if (utf8.encode(name).length > field.name[1]) records.push(paxRecord('path', name))
  if (size > LARGEST_OCTAL_SIZE) records.push(paxRecord('size', String(size)))
  if (records.length === 0) return ustar(name, size, '0')
  const body = utf8.encode(records.join(''))
  return joined([
    ustar('PaxHeaders/extended', body.length, 'x'),
    body,
    padding(body.length),
    ustar(name, size > LARGEST_OCTAL_SIZE ? 0 : size, '0'),
  ])
}

/** A symlink's header block; undefined where it has no room for the names. */
export function linkHeader(name: string, target: string): Uint8Array<ArrayBuffer> | undefined {
  const [path, link] = [name, target].map((text) => utf8.encode(text))
  if (path!.length > field.name[1] || link!.length > field.linkname[1]) return undefined
  const block = ustar(name, 0, '2')
  put(block, field.linkname, link!)
  setChecksum(block)
  return block
}

/** The zeros that fill a payload's last block. */
export const padding = (size: number) => new Uint8Array(padded(size) - size)

/**
 * A header block that states another size. Size and checksum keep the notation that they were written in, so that what was
 * changed can be changed back. Undefined where the block has no room for the size.
 */
export function resizedHeader(block: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const copy = block.slice()
  const place = slice(copy, field.size)
  if (isBase256(place)) place.set(base256(size, place.length))
  else if (!setDigits(place, digitsIn(place), size.toString(8))) {
    if (size > LARGEST_OCTAL_SIZE) return undefined
    place.set(octal(size, field.size))
  }
  setChecksumLike(copy, block)
  return copy
}

/** A decimal size at equal length, its sign kept; undefined where there are too few digits for it. */
export function resizedDecimal(digits: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const copy = digits.slice()
  const start = copy.findIndex((byte) => byte !== PLUS && byte !== MINUS)
  return setDigits(copy, { start: Math.max(0, start), end: copy.length }, String(size)) ? copy : undefined
}

const [PLUS, MINUS] = [0x2b, 0x2d]

/** Puts a number where another one stands, with zeros before it. */
function setDigits(bytes: Uint8Array, { start, end }: { start: number; end: number }, digits: string): boolean {
  // A field without digits is zero already.
  if (digits === '0' && start === end) return true
  if (digits.length > end - start) return false
  bytes.set(utf8.encode(digits.padStart(end - start, '0')), start)
  return true
}

function base256(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width)
  let rest = value
  for (let at = width - 1; rest > 0; at--) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[0] = 0x80
  return bytes
}

function ustar(name: string, size: number, typeflag: '0' | '2' | 'x'): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK)
  // Cut names stand in the PAX record whole; readers that know PAX never look here.
  put(block, field.name, utf8.encode(name).subarray(0, field.name[1]))
  put(block, field.mode, octal(0o644, field.mode))
  put(block, field.uid, octal(0, field.uid))
  put(block, field.gid, octal(0, field.gid))
  put(block, field.size, octal(size, field.size))
  put(block, field.mtime, octal(0, field.mtime))
  put(block, field.typeflag, utf8.encode(typeflag))
  put(block, field.magic, utf8.encode('ustar\0'))
  put(block, field.version, utf8.encode('00'))
  setChecksum(block)
  return block
}

/** Six octal digits, NUL, space: the one numeric field that ends so. */
function setChecksum(block: Uint8Array): void {
  put(block, field.chksum, utf8.encode(`${checksums(block).unsigned.toString(8).padStart(6, '0')}\0 `))
}

/** As the block had it before: with its digits in their places, and over signed bytes where it was so. */
function setChecksumLike(block: Uint8Array, before: Uint8Array): void {
  const stated = slice(before, field.chksum)
  const kind = readOctal(stated) === checksums(before).unsigned ? 'unsigned' : 'signed'
  const sum = checksums(block)[kind].toString(8)
  if (!setDigits(slice(block, field.chksum), digitsIn(stated), sum)) setChecksum(block)
}

const octal = (value: number, [, width]: Field) => utf8.encode(`${value.toString(8).padStart(width - 1, '0')}\0`)

const put = (block: Uint8Array, [offset]: Field, bytes: Uint8Array) => block.set(bytes, offset)
