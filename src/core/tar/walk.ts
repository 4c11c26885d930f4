import { ArchiveError } from '../errors'
import { hasMagic, isZero, readBlock, type BlockReading, type Header } from './block'
import { toEntry, type Entry } from './entry'
import { checkGlobal, extendedFrom, isExtended, readExtended, type Extended } from './extended'
import { BLOCK } from './header'
import type { Reading } from './source'

export type { Entry, EntryType } from './entry'

/** How an archive ends: `end` is the offset behind the last entry. */
export interface TarEnd {
  readonly end: number
  readonly endBlocks: boolean
  /** More than padding stands behind the end blocks: what is appended there nobody reads. */
  readonly isFollowed?: true
}

/**
 * Walks the headers of a tar archive: USTAR, PAX (`x`), GNU (`L`, `K`, base-256 sizes, sparse), star, v7. It lists what Go's
 * archive/tar lists, which the engines read with, or throws. Global PAX records (`g`) are entries of their own and change nothing.
 * @throws ArchiveError where an engine would refuse the archive, or the next header's place can't be known.
 */
export async function* walk(source: Reading): AsyncGenerator<Entry, TarEnd> {
  let extended: Extended | undefined
  let last: Entry | undefined
  let offset = 0
  for (;;) {
    // One block more than the header: the payload's first bytes come along without a read of their own.
    const bytes = await source.read(offset, 2 * BLOCK)
    if (bytes.length < BLOCK) {
      checkWhole(source, last)
      if (bytes.length > 0 || extended || offset === 0) failShort(source, offset, bytes)
      return { end: offset, endBlocks: false }
    }
    const reading = readBlock(bytes.subarray(0, BLOCK))
    if (reading.kind === 'zero') {
      const end = endAt(source, offset, bytes.subarray(BLOCK), extended)
      return end.endBlocks && (await isFollowed(source, offset + 2 * BLOCK)) ? { ...end, isFollowed: true } : end
    }
    const header = headerIn(reading, source, offset, bytes)
    if (isExtended(header.typeflag)) {
      const { next, ...said } = await readExtended(source, offset, header, extended ?? extendedFrom(offset))
      extended = said
      offset = next
      continue
    }
    if (header.typeflag === 'g') {
      await checkGlobal(source, offset, header)
      extended = extended && extendedFrom(extended.at)
    }
    last = await toEntry(source, offset, header, bytes, extended)
    extended = undefined
    yield last
    offset = last.next
  }
}

/** A second zero block makes an end, and so does nothing at all; over anything else readers differ. */
function endAt({ name: file }: Reading, offset: number, second: Uint8Array, extended: Extended | undefined): TarEnd {
  if (!isZero(second)) throw new ArchiveError('lone-zero-block', { file, offset })
  if (second.length > 0 && second.length < BLOCK)
    throw new ArchiveError('truncated-header', { file, offset: offset + BLOCK, expected: BLOCK, found: second.length })
  return { end: extended?.at ?? offset, endBlocks: second.length === BLOCK }
}

/** Tools fill up records of 20 blocks with zeros (POSIX pax, "ustar Interchange Format"). */
const RECORD = 20 * BLOCK

const isFollowed = async (source: Reading, offset: number) => !isZero(await source.read(offset, RECORD))

function headerIn(
  reading: Exclude<BlockReading, { kind: 'zero' }>,
  { name: file }: Reading,
  offset: number,
  bytes: Uint8Array,
): Header {
  switch (reading.kind) {
    case 'header':
      return reading.header
    case 'bad-field': {
      const { field, found, name: entry } = reading
      if (field === 'size') throw new ArchiveError('bad-size', { file, offset, entry })
      throw new ArchiveError('bad-field', { file, offset, field, found })
    }
    case 'bad-checksum': {
      const { expected, found, ustar } = reading
      if (offset === 0 && !ustar) throw new ArchiveError('not-a-tar', { file, found: firstBytes(bytes) })
      throw new ArchiveError('bad-checksum', { file, offset, expected, found })
    }
  }
}

function checkWhole(source: Reading, last: Entry | undefined): void {
  if (!last || source.size === undefined || source.size >= last.start + last.size) return
  throw new ArchiveError('truncated-payload', {
    file: source.name,
    offset: source.size,
    entry: last.name,
    expected: last.size,
    found: Math.max(0, source.size - last.start),
  })
}

function failShort({ name: file }: Reading, offset: number, bytes: Uint8Array): never {
  if (offset === 0 && bytes.length === 0) throw new ArchiveError('empty-file', { file })
  if (offset === 0 && !hasMagic(bytes)) throw new ArchiveError('not-a-tar', { file, found: firstBytes(bytes) })
  throw new ArchiveError('truncated-header', { file, offset, expected: BLOCK, found: bytes.length })
}

export const firstBytes = (bytes: Uint8Array) =>
  [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
