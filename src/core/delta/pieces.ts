import type { Blocks } from './blocks'
import type { Copies, Found } from './copies'
import { fingerprint, sample, type Fingerprints } from './fingerprints'
import type { NewEntry } from './new-entries'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'

/** New bytes that no copy covers, and the old ones that they are most likely made of. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly references: readonly Range[]
}

/** What a layer is made of, in order. */
export type Part =
  ({ readonly kind: 'piece' } & Piece) | { readonly kind: 'copy'; readonly from: number; readonly length: number }

const KIB = 1024
const LONGEST_PIECE = 512 * KIB

/** Shorter copies are told of once they are whole. */
const LONG = 1024 * KIB

/** A header is a piece for itself where its payload is larger than this. */
const LARGE = 64 * KIB

/** A partner up to this size is referred to whole. */
const WHOLE_PARTNER = 256 * KIB

/** How far two copies may be from each other for what stands between them to be of use, and how much beyond. */
const BETWEEN = { partner: { apart: 4 * KIB, beyond: 64 }, any: { apart: 64 * KIB, beyond: 256 } } as const

/** Around the place that is as far into a partner as the piece is into its entry. */
const PROPORTIONAL = 32 * KIB

/** Pages of the old that have enough of a piece's samples. */
const PAGE = { size: 16 * KIB, beyond: 2 * KIB, hits: 4, small: 16 * KIB, smallHits: 2 } as const

/** What an entry without a partner is referred to, beside what stands there already: the headers before. */
const HEADER = 512

/** @param finding copies, as they are found. */
export async function* partsOf(
  finding: AsyncIterable<Found>,
  fresh: Blocks,
  old: OldSpace,
  prints: Fingerprints,
): AsyncGenerator<Part> {
  let cutting: Cutting | undefined
  for await (const found of finding) {
    cutting ??= new Cutting(found, fresh, old, prints)
    yield* cutting.upToLast()
  }
  if (cutting) yield* cutting.rest()
}

class Cutting {
  readonly #found: Found
  readonly #fresh: Blocks
  readonly #referring: Referring
  /** What is next: the entry, the copy, and where in the new layer. */
  #entry = 0
  #copy = 0
  #end = 0

  constructor(found: Found, fresh: Blocks, old: OldSpace, prints: Fingerprints) {
    this.#found = found
    this.#fresh = fresh
    this.#referring = new Referring(found.copies, old, prints)
  }

  /** All up to the last copy, and of that as much as there is, where it is long: it may still grow. */
  async *upToLast(): AsyncGenerator<Part> {
    const { at, length } = this.#found.copies
    while (this.#copy < at.length - 1) yield* this.#upToNext()
    if (this.#copy === at.length) return
    yield* this.#pieces(at[this.#copy]!)
    if (at[this.#copy]! + length[this.#copy]! - this.#end >= LONG) yield* this.#copied()
  }

  async *rest(): AsyncGenerator<Part> {
    while (this.#copy < this.#found.copies.at.length) yield* this.#upToNext()
    yield* this.#pieces(this.#fresh.size)
  }

  async *#upToNext(): AsyncGenerator<Part> {
    yield* this.#pieces(this.#found.copies.at[this.#copy]!)
    yield* this.#copied()
    this.#copy++
  }

  /** What there is of the next copy beyond what was told before. */
  *#copied(): Generator<Part> {
    const { at, from: froms, length: lengths } = this.#found.copies
    const told = this.#end - at[this.#copy]!
    const [from, length] = [froms[this.#copy]! + told, lengths[this.#copy]! - told]
    if (length === 0) return
    yield { kind: 'copy', from, length }
    this.#end += length
  }

  async *#pieces(upTo: number): AsyncGenerator<Part> {
    const { entries } = this.#found
    while (this.#end < upTo) {
      const at = this.#end
      let next = entries.get(this.#entry)
      while (next && next.next <= at) next = entries.get(++this.#entry)
      const entry = next && next.at <= at ? next : undefined
      const stop = Math.min(upTo, endOfPiece(at, entry), entry ? upTo : (next?.at ?? upTo))
      const bytes = await this.#fresh.read(at, stop - at)
      yield { kind: 'piece', bytes, references: this.#referring.of({ at, bytes, entry, copy: this.#copy }) }
      this.#end = stop
    }
  }
}

function endOfPiece(at: number, entry: NewEntry | undefined): number {
  const end = at + LONGEST_PIECE
  if (!entry) return end
  return Math.min(end, entry.size > LARGE && at < entry.start ? entry.start : entry.next)
}

/** Where a piece stands: in which entry, and behind which copies (`copy` is the next one). */
interface Place {
  readonly at: number
  readonly bytes: Uint8Array
  readonly entry: NewEntry | undefined
  readonly copy: number
}

class Referring {
  readonly #copies: Copies
  readonly #old: OldSpace
  readonly #prints: Fingerprints
  #partner: NewEntry['partner']

  constructor(copies: Copies, old: OldSpace, prints: Fingerprints) {
    this.#copies = copies
    this.#old = old
    this.#prints = prints
  }

  of(place: Place): Range[] {
    return this.#rangesOf(place).flatMap((range) => this.#inSource(range))
  }

  #rangesOf({ at, bytes, entry, copy }: Place): Range[] {
    const end = at + bytes.length
    const partner = (this.#partner = entry?.partner ?? this.#partner)
    if (!entry) return this.#behind(copy - 1, bytes.length)
    if (end <= entry.start && partner) {
      const [first, last] = [partner.start - (entry.start - at), partner.start - (entry.start - end)]
      return [{ start: Math.min(first, partner.at), end: Math.max(last, partner.start) }]
    }
    const own = entry.partner
    const near = own && this.#between(copy, bytes.length, BETWEEN.partner, { start: own.at, end: own.next })
    if (near) return [near]
    if (own && own.next - own.at <= WHOLE_PARTNER) return [{ start: own.at, end: own.next }]
    const header = at < entry.start && partner ? [{ start: partner.start - HEADER, end: partner.start }] : []
    const between = this.#between(copy, bytes.length, BETWEEN.any, { start: 0, end: this.#old.size })
    if (between) return [...header, between]
    const pages = elected(bytes, this.#prints)
    if (!own) return [...header, ...pages]
    const middle = own.start + Math.floor(((at - entry.start) / entry.size) * own.size)
    return [{ start: middle - PROPORTIONAL, end: middle + bytes.length + PROPORTIONAL }, ...header, ...pages]
  }

  #behind(copy: number, length: number): Range[] {
    if (copy < 0) return []
    const start = this.#copies.from[copy]! + this.#copies.length[copy]!
    return [{ start, end: start + length }]
  }

  /**
   * What stands between the copies before and behind, where they have their order there too. What is within has no copy before it at
   * its beginning, and none behind it at its end.
   */
  #between(copy: number, length: number, { apart, beyond }: { apart: number; beyond: number }, within: Range) {
    const { at, from, length: lengths } = this.#copies
    const isWithin = (address: number) => address >= within.start && address <= within.end
    const before = copy > 0 ? from[copy - 1]! + lengths[copy - 1]! : -1
    const behind = copy < at.length ? from[copy]! : -1
    const start = isWithin(before) ? before : within.start
    const end = isWithin(behind) ? behind : within.end
    const fits = start <= end && end - start <= 4 * length + apart
    return fits ? { start: start - beyond, end: end + beyond } : undefined
  }

  /** A range lies where its middle does. */
  #inSource({ start, end }: Range): Range[] {
    const bounds = this.#old.boundsOf(Math.min(Math.max(0, Math.floor((start + end) / 2)), this.#old.size - 1))
    const range = { start: Math.max(start, bounds.start), end: Math.min(end, bounds.end) }
    return range.end > range.start ? [range] : []
  }
}

function elected(bytes: Uint8Array, prints: Fingerprints): Range[] {
  const hits = new Map<number, number>()
  sample(bytes, prints.bits, (end) => {
    const place = prints.get(fingerprint(bytes, end))
    const page = Math.floor((place - 1) / PAGE.size)
    if (place > 0) hits.set(page, (hits.get(page) ?? 0) + 1)
  })
  const enough = bytes.length <= PAGE.small ? PAGE.smallHits : PAGE.hits
  const most = Math.ceil((2 * bytes.length + LARGE) / PAGE.size)
  return [...hits]
    .filter(([, count]) => count >= enough)
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([page]) => ({ start: page * PAGE.size - PAGE.beyond, end: (page + 1) * PAGE.size + PAGE.beyond }))
}
