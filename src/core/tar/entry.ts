import { ArchiveError } from '../errors'
import type { Header } from './block'
import { extendedFrom, type Extended } from './extended'
import { BLOCK } from './header'
import { decimal, seconds } from './number'
import { padded } from './padding'
import type { Place } from './pax'
import type { Source } from './source'
import { isSound, oldMap, paxMap, paxSparse } from './sparse'

export type EntryType = 'file' | 'hardlink' | 'symlink' | 'directory' | 'sparse' | 'other'

/** One entry: where its bytes stand in the archive, never the bytes. Offsets and sizes in bytes. */
export interface Entry {
  readonly name: string
  readonly type: EntryType
  /** As the header has it: it tells the `other` types apart. */
  readonly typeflag: string
  /** A symlink's target, relative to the entry's directory; a hardlink's, relative to the archive. */
  readonly link: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970; PAX knows fractions of them. */
  readonly mtime: number
  /** The payload's bytes in the archive. */
  readonly size: number
  /** The first block that belongs to the entry: its extended headers, where it has some. */
  readonly at: number
  /** The entry's own header block. */
  readonly header: number
  readonly start: number
  /** The next entry's first block. */
  readonly next: number
  /** The payload's first four bytes, big-endian: enough to know gzip, zstd and JSON by. 0 where there are fewer. */
  readonly magic: number
  /** Where PAX `size` records write the size: it wins over the header's. */
  readonly sizeRecords: readonly Place[]
}

/** @param bytes the header's block, and behind it what follows. */
export async function toEntry(
  source: Source,
  offset: number,
  header: Header,
  bytes: Uint8Array,
  extended: Extended = extendedFrom(offset),
): Promise<Entry> {
  const { values } = extended
  // An empty value takes a record back (POSIX pax, "pax Extended Header").
  const given = (key: string) => values.get(key) || undefined
  // GNU names win over PAX ones, whichever came first.
  const name = extended.longName || (given('path') ?? header.name)
  const type = typeOf(header.typeflag, name)
  const hasPayload = !isHeaderOnly(type, header.typeflag)
  const size = sizeOf(source, offset, { ...header, name }, given('size'), hasPayload)
  const map = await mapOf(source, offset, header, bytes, extended, { name, size, hasPayload })
  const start = offset + BLOCK + (header.typeflag === 'S' ? (map?.length ?? 0) : 0)
  const payload = bytes.subarray(BLOCK)
  return {
    name: (paxSparse(values) && header.typeflag !== 'S' && given('GNU.sparse.name')) || name,
    type: map ? 'sparse' : type,
    typeflag: header.typeflag,
    link: extended.longLink || (given('linkpath') ?? header.linkname),
    mode: header.mode,
    ...ownerAndTime(source, offset, header, given),
    size,
    at: extended.at,
    header: offset,
    start,
    next: start + padded(size),
    magic: size >= 4 && payload.length >= 4 ? new DataView(payload.buffer, payload.byteOffset).getUint32(0) : 0,
    sizeRecords: extended.sizes,
  }
}

function typeOf(typeflag: string, name: string): EntryType {
  switch (typeflag) {
    case '0':
      return 'file'
    case '\0':
      // Writers older than POSIX mark directories by a trailing slash alone.
      return name.endsWith('/') ? 'directory' : 'file'
    case '1':
      return 'hardlink'
    case '2':
      return 'symlink'
    case '5':
      return 'directory'
    default:
      return 'other'
  }
}

/** Links, devices, directories and FIFOs have no payload, whatever their size field says (as in Go's archive/tar). */
const isHeaderOnly = (type: EntryType, typeflag: string) =>
  type === 'hardlink' || type === 'symlink' || type === 'directory' || ['3', '4', '6'].includes(typeflag)

function sizeOf(
  { name: file }: Source,
  offset: number,
  header: Header,
  stated: string | undefined,
  hasPayload: boolean,
): number {
  const size = stated === undefined ? header.size : decimal(stated)
  const isBad = (bytes: number | undefined) => bytes === undefined || (hasPayload && bytes < 0)
  // The header's own is looked at first, whatever a record says.
  if (
    size === undefined ||
    isBad(header.size) ||
    isBad(size) ||
    (hasPayload && !Number.isSafeInteger(offset + BLOCK + padded(size)))
  )
    throw new ArchiveError('bad-size', { file, offset, entry: header.name })
  return hasPayload ? size : 0
}

function ownerAndTime(
  { name: file }: Source,
  offset: number,
  header: Header,
  given: (key: string) => string | undefined,
): Pick<Entry, 'uid' | 'gid' | 'mtime'> {
  const read = (key: string, parse: typeof decimal, otherwise: number): number => {
    const stated = given(key)
    const value = stated === undefined ? otherwise : parse(stated)
    if (value === undefined) throw new ArchiveError('bad-field', { file, offset, field: key, found: stated ?? '' })
    return value
  }
  read('atime', seconds, 0)
  read('ctime', seconds, 0)
  return {
    uid: read('uid', decimal, header.uid),
    gid: read('gid', decimal, header.gid),
    mtime: read('mtime', seconds, header.mtime),
  }
}

/** A sparse file's map; undefined for any other entry. */
async function mapOf(
  source: Source,
  offset: number,
  header: Header,
  bytes: Uint8Array,
  { values }: Extended,
  { name, size, hasPayload }: { readonly name: string; readonly size: number; readonly hasPayload: boolean },
) {
  const isOld = header.typeflag === 'S'
  const kind = isOld ? undefined : paxSparse(values)
  if (!isOld && !kind) return undefined
  const start = offset + BLOCK
  const map =
    kind === undefined
      ? header.format === 'gnu' && (await oldMap(source, offset, bytes.subarray(0, BLOCK)))
      : hasPayload && (await paxMap(kind, values, source, { start, size }))
  if (!map || !isSound(map, isOld ? size : size - map.length))
    throw new ArchiveError('bad-sparse', { file: source.name, offset, entry: name })
  return map
}
