import { letGo } from '../compression/same-memory'
import type { Arena } from './arena'
import type { Blocks } from './blocks'
import type { OldSpace } from './old-space'
import { joinedRanges, lengthOf, NEAR, widened, type Range } from './ranges'
import { readReference } from './reading-ahead'

interface Kept {
  readonly start: number
  readonly bytes: Uint8Array
}

/** What many ask for is kept many times: beyond so much it is read once more. */
const MOST_KEPT = 2 * 1024 * 1024

/**
 * The old bytes that a segment may refer to. They mostly lie where copies were just looked for: what is there then is kept, and only
 * the rest is read once more.
 */
export class GatheredReference {
  readonly #old: Blocks
  readonly #arena: Arena
  #ranges: Range[] = []
  readonly #kept: Kept[] = []
  #keptLength = 0
  /** Of the ranges, as long as overlaps count twice. */
  #length = 0

  /** @param arena is free for the next one as soon as this one is being finished. */
  constructor(old: Blocks, arena: Arena) {
    this.#old = old
    this.#arena = arena
  }

  get count(): number {
    return this.#ranges.length
  }

  get length(): number {
    return this.#length
  }

  add(ranges: readonly Range[]): void {
    this.#ranges.push(...ranges)
    this.#length += lengthOf(ranges)
    for (const range of ranges) this.#keep(range)
  }

  /** Overlaps are gone then. */
  join(): void {
    this.#ranges = this.#joined()
    this.#length = lengthOf(this.#ranges)
  }

  /** Ascending ranges, and their bytes, joined. */
  async finished(space: OldSpace): Promise<{ ranges: readonly Range[]; bytes: Uint8Array<ArrayBuffer> }> {
    const ranges = this.#joined()
    const bytes = new Uint8Array(lengthOf(ranges))
    const lacking: { readonly range: Range; readonly to: number }[] = []
    const filler = new Filler(this.#kept)
    let to = 0
    for (const range of ranges) {
      if (!filler.fill(range, bytes.subarray(to, to + range.end - range.start))) lacking.push({ range, to })
      to += range.end - range.start
    }
    this.#arena.clear()
    const read = await readReference(space, columnsOf(lacking.map(({ range }) => range)))
    let at = 0
    for (const { range, to } of lacking) bytes.set(read.subarray(at, (at += range.end - range.start)), to)
    letGo(read.buffer)
    return { ranges, bytes }
  }

  #joined(): Range[] {
    return joinedRanges(this.#ranges, (at) => this.#old.boundsOf(at))
  }

  /** With what may lie between it and the next that it is joined with. */
  #keep(range: Range): void {
    const last = this.#kept.at(-1)
    // One partner is referred to by piece after piece.
    if (last && range.start >= last.start && range.end <= last.start + last.bytes.length) return
    const bounds = this.#old.boundsOf(range.start)
    const { start, end } = widened(range, bounds)
    if (this.#keptLength + end - start > MOST_KEPT) return
    const bytes = this.#old.held({ start, end: Math.min(bounds.end, end + NEAR) }, this.#arena)
    if (!bytes) return
    this.#kept.push({ start, bytes })
    this.#keptLength += bytes.length
  }
}

/** Fills ranges that ascend from pieces that may overlap. */
class Filler {
  readonly #pieces: readonly Kept[]
  #next = 0

  constructor(pieces: readonly Kept[]) {
    this.#pieces = pieces.toSorted((one, other) => one.start - other.start)
  }

  /** Whether all of a range was there. */
  fill({ start, end }: Range, into: Uint8Array): boolean {
    let filled = start
    for (; this.#next < this.#pieces.length && filled < end; this.#next++) {
      const piece = this.#pieces[this.#next]!
      if (piece.start > filled) return false
      if (piece.start + piece.bytes.length <= filled) continue
      const part = piece.bytes.subarray(filled - piece.start, end - piece.start)
      into.set(part, filled - start)
      filled += part.length
    }
    return filled === end
  }
}

export const columnsOf = (ranges: readonly Range[]) => ({
  start: Float64Array.from(ranges, ({ start }) => start),
  length: Float64Array.from(ranges, ({ start, end }) => end - start),
})
