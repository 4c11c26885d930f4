import { BLOCK, checksums, field, slice, type Field } from './header'
import { isBase256 } from './number'
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

/** The zeros that fill a payload's last block. */
export const padding = (size: number) => new Uint8Array(padded(size) - size)

/** A header block with its size set to zero and its checksum to match; the size keeps its own notation. */
export function emptiedHeader(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = block.slice()
  const size = slice(copy, field.size)
  if (isBase256(size)) size.fill(0).set([0x80])
  else size.set(utf8.encode(zerosLike(size)))
  setChecksum(copy)
  return copy
}

/** Zeros at equal length: digits become 0, spaces and NULs stay where the writer put them. */
export function zerosLike(digits: Uint8Array): string {
  return [...digits].map((byte) => (byte >= 0x30 && byte <= 0x39 ? '0' : String.fromCharCode(byte))).join('')
}

function ustar(name: string, size: number, typeflag: '0' | 'x'): Uint8Array<ArrayBuffer> {
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

const octal = (value: number, [, width]: Field) => utf8.encode(`${value.toString(8).padStart(width - 1, '0')}\0`)

const put = (block: Uint8Array, [offset]: Field, bytes: Uint8Array) => block.set(bytes, offset)

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
