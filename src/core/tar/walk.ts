import { ArchiveError } from '../errors'
import { BLOCK, field, readBlock, slice, text, type Header } from './header'
import { parsePax, type PaxRecord } from './pax'
import type { Source } from './source'

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
  /** NaN where owner or time are no numbers: nothing depends on them. */
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
  readonly sizeRecords: readonly { readonly start: number; readonly end: number }[]
}

/** How an archive ends: `end` is the offset behind the last entry. */
export interface TarEnd {
  readonly end: number
  readonly endBlocks: boolean
}

/** Longer extended headers are refused, as Go's archive/tar does: no real name needs them. */
const LONGEST_EXTENDED = 1024 * 1024

/** What extended headers said about the entry that follows them. */
interface Pending {
  at: number
  records: PaxRecord[]
  sizeRecords: { start: number; end: number }[]
  longName?: string
  longLink?: string
}

/**
 * Walks the headers of a tar archive: USTAR, PAX (`x`), GNU (`L`, `K`, base-256 sizes, old sparse).
 * Global PAX records (`g`) are entries of their own and change nothing, as in Go's archive/tar, which the engines read with.
 * @throws ArchiveError where the next header's place can't be known.
 */
export async function* walk(source: Source): AsyncGenerator<Entry, TarEnd> {
  const file = source.name
  let pending: Pending | undefined
  let last: Entry | undefined
  let offset = 0
  for (;;) {
    // One block more than the header: the payload's first bytes come along without a read of their own.
    const bytes = await source.read(offset, 2 * BLOCK)
    if (bytes.length < BLOCK) {
      checkWhole(source, last)
      if (bytes.length > 0 || pending || offset === 0) failShort(source, offset, bytes)
      return { end: offset, endBlocks: false }
    }
    const reading = readBlock(bytes.subarray(0, BLOCK))
    if (reading.kind === 'zero') {
      const second = bytes.subarray(BLOCK)
      return { end: pending?.at ?? offset, endBlocks: second.length === BLOCK && second.every((byte) => byte === 0) }
    }
    if (reading.kind === 'bad') {
      if (offset === 0 && !reading.ustar) throw new ArchiveError('not-a-tar', { file, ...firstBytes(bytes) })
      throw new ArchiveError('bad-checksum', { file, offset, expected: reading.expected, found: reading.found })
    }
    const { header } = reading
    if (isExtended(header.typeflag)) {
      pending = await readExtended(source, offset, header, pending ?? { at: offset, records: [], sizeRecords: [] })
      offset += BLOCK + padded(header.size)
      continue
    }
    last = await toEntry(source, offset, header, pending, bytes.subarray(BLOCK))
    pending = undefined
    yield last
    offset = last.next
  }
}

export const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK

const isExtended = (typeflag: string) => typeflag === 'x' || typeflag === 'L' || typeflag === 'K'

async function readExtended(source: Source, offset: number, header: Header, pending: Pending): Promise<Pending> {
  const file = source.name
  if (Number.isNaN(header.size)) throw new ArchiveError('bad-size', { file, offset, entry: header.name })
  if (header.size > LONGEST_EXTENDED)
    throw new ArchiveError('oversized-header', { file, offset, found: header.size, expected: LONGEST_EXTENDED })
  const start = offset + BLOCK
  const bytes = await source.read(start, header.size)
  if (bytes.length < header.size)
    throw new ArchiveError('truncated-header', { file, offset: start, expected: header.size, found: bytes.length })
  if (header.typeflag === 'L') return { ...pending, longName: text(bytes) }
  if (header.typeflag === 'K') return { ...pending, longLink: text(bytes) }
  const records = parsePax(bytes)
  if (!records) throw new ArchiveError('bad-pax', { file, offset: start })
  const sizeRecords = records
    .filter(({ key }) => key === 'size')
    .map((record) => ({ start: start + record.start, end: start + record.end }))
  return {
    ...pending,
    records: [...pending.records, ...records],
    sizeRecords: [...pending.sizeRecords, ...sizeRecords],
  }
}

async function toEntry(
  source: Source,
  offset: number,
  header: Header,
  pending: Pending | undefined,
  after: Uint8Array,
): Promise<Entry> {
  // An empty value takes a record back (POSIX pax, "pax Extended Header").
  const pax = (key: string) => pending?.records.findLast((record) => record.key === key)?.value || undefined
  const name = pending?.longName ?? pax('GNU.sparse.name') ?? pax('path') ?? header.name
  const number = (key: 'uid' | 'gid' | 'mtime') => Number(pax(key) ?? header[key])
  const type = typeOf(header.typeflag, name, pending?.records.some(({ key }) => key.startsWith('GNU.sparse.')) ?? false)
  const stated = pax('size')
  const size = hasPayload(type, header.typeflag) ? (stated === undefined ? header.size : decimal(stated)) : 0
  const start = offset + BLOCK + (header.typeflag === 'S' ? await sparseMapLength(source, offset, header) : 0)
  const next = start + padded(size)
  if (!Number.isSafeInteger(next)) throw new ArchiveError('bad-size', { file: source.name, offset, entry: name })
  return {
    name,
    type,
    typeflag: header.typeflag,
    link: pending?.longLink ?? pax('linkpath') ?? header.linkname,
    mode: header.mode,
    uid: number('uid'),
    gid: number('gid'),
    mtime: number('mtime'),
    size,
    at: pending?.at ?? offset,
    header: offset,
    start,
    next,
    magic: size >= 4 && after.length >= 4 ? new DataView(after.buffer, after.byteOffset).getUint32(0) : 0,
    sizeRecords: pending?.sizeRecords ?? [],
  }
}

function typeOf(typeflag: string, name: string, paxSparse: boolean): EntryType {
  switch (typeflag) {
    case '0':
    case '\0':
      // Writers older than POSIX mark directories by a trailing slash alone.
      if (typeflag === '\0' && name.endsWith('/')) return 'directory'
      return paxSparse ? 'sparse' : 'file'
    case '7':
      return 'file'
    case '1':
      return 'hardlink'
    case '2':
      return 'symlink'
    case '5':
      return 'directory'
    case 'S':
      return 'sparse'
    default:
      return 'other'
  }
}

/** Links, devices, directories and FIFOs have none, whatever their size field says (as in Go's archive/tar). */
function hasPayload(type: EntryType, typeflag: string): boolean {
  if (type === 'hardlink' || type === 'symlink' || type === 'directory') return false
  return !['3', '4', '6'].includes(typeflag)
}

const decimal = (digits: string) => (/^[0-9]+$/.test(digits) ? Number(digits) : NaN)

/** Blocks between an old GNU sparse header and its payload, in bytes (GNU tar manual, "Storing Sparse Files"). */
async function sparseMapLength(source: Source, offset: number, header: Header): Promise<number> {
  const ISEXTENDED_IN_MAP = 504
  let length = 0
  for (let more = header.isextended; more; length += BLOCK) {
    const block = await source.read(offset + BLOCK + length, BLOCK)
    if (block.length < BLOCK)
      throw new ArchiveError('truncated-header', {
        file: source.name,
        offset: offset + BLOCK + length,
        expected: BLOCK,
        found: block.length,
      })
    more = block[ISEXTENDED_IN_MAP] === 1
  }
  return length
}

function checkWhole(source: Source, last: Entry | undefined): void {
  if (!last || source.size === undefined || source.size >= last.start + last.size) return
  throw new ArchiveError('truncated-payload', {
    file: source.name,
    offset: source.size,
    entry: last.name,
    expected: last.size,
    found: Math.max(0, source.size - last.start),
  })
}

function failShort(source: Source, offset: number, bytes: Uint8Array): never {
  const file = source.name
  if (offset === 0 && bytes.length === 0) throw new ArchiveError('empty-file', { file })
  if (offset === 0 && !text(slice(bytes, field.magic)).startsWith('ustar'))
    throw new ArchiveError('not-a-tar', { file, ...firstBytes(bytes) })
  throw new ArchiveError('truncated-header', { file, offset, expected: BLOCK, found: bytes.length })
}

const firstBytes = (bytes: Uint8Array) => ({
  found: [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
})
