import { ArchiveError } from '../errors'
import type { Header } from './block'
import { BLOCK } from './header'
import { padded } from './padding'
import { parsePax, type Pax, type Place } from './pax'
import type { Reading } from './source'
import { text } from './text'

/** What extended headers said about the entry that follows them. */
export interface Extended {
  /** The first of their blocks. */
  readonly at: number
  /** Of several `x` headers the last alone counts, as in Go's archive/tar. */
  readonly values: Pax['values']
  /** Where in the archive PAX `size` values stand. */
  readonly sizes: readonly Place[]
  /** Empty where none was given: an empty one says nothing. */
  readonly longName: string
  readonly longLink: string
}

export const extendedFrom = (at: number): Extended => ({ at, values: NONE, sizes: [], longName: '', longLink: '' })

/** One for all: entries come by the million. */
const NONE: Pax['values'] = new Map()

/** Longer extended headers are refused, as Go's archive/tar does: no real name needs them. */
const LONGEST = 1024 * 1024

/** All those before one entry: they are held together while its header is rewritten. */
const LONGEST_TOGETHER = 4 * LONGEST

export const isExtended = (typeflag: string) => typeflag === 'x' || typeflag === 'L' || typeflag === 'K'

/** Adds what one more extended header says. @throws ArchiveError where Go's archive/tar refuses it. */
export async function readExtended(
  source: Reading,
  offset: number,
  header: Header,
  before: Extended,
): Promise<Extended & { readonly next: number }> {
  const bytes = await readRecords(source, offset, header)
  const next = offset + BLOCK + padded(header.size)
  if (next - before.at > LONGEST_TOGETHER)
    throw new ArchiveError('oversized-header', {
      file: source.name,
      offset: before.at,
      found: next - before.at,
      expected: LONGEST_TOGETHER,
    })
  if (header.typeflag === 'L') return { ...before, longName: text(bytes), next }
  if (header.typeflag === 'K') return { ...before, longLink: text(bytes), next }
  return { ...before, ...paxOf(source, offset, bytes), next }
}

/** Global records change nothing for engines, but they refuse ill-formed ones. */
export async function checkGlobal(source: Reading, offset: number, header: Header): Promise<void> {
  paxOf(source, offset, await readRecords(source, offset, header))
}

async function readRecords(source: Reading, offset: number, header: Header): Promise<Uint8Array> {
  const file = source.name
  if (header.size < 0) throw new ArchiveError('bad-size', { file, offset, entry: header.name })
  if (header.size > LONGEST)
    throw new ArchiveError('oversized-header', { file, offset, found: header.size, expected: LONGEST })
  const start = offset + BLOCK
  const bytes = await source.read(start, header.size)
  if (bytes.length < header.size)
    throw new ArchiveError('truncated-header', { file, offset: start, expected: header.size, found: bytes.length })
  return bytes
}

function paxOf(source: Reading, offset: number, bytes: Uint8Array): Pick<Extended, 'values' | 'sizes'> {
  const start = offset + BLOCK
  const pax = parsePax(bytes)
  if (!pax) throw new ArchiveError('bad-pax', { file: source.name, offset: start })
  return {
    values: pax.values,
    sizes: pax.sizes.map((place) => ({ start: start + place.start, end: start + place.end })),
  }
}
