import { Matcher } from './match'
import type { OldSpace } from './old-space'
import type { Part, Piece, Range } from './pieces'
import { joined, lengthOf, usedOf } from './ranges'
import { readReference } from './reading-ahead'
import { LIMIT, type Segment } from './segment'

export interface Segmented {
  readonly segment: Segment
  readonly literals: Uint8Array
}

/** Gathers parts until a segment is full, and finds what of its residual stands in its reference. */
export async function* segmentsOf(parts: AsyncIterable<Part>, old: OldSpace): AsyncGenerator<Segmented> {
  const matcher = new Matcher()
  let gathering = new Gathering(old)
  for await (const part of parts) {
    if (!gathering.hasRoomFor(part)) {
      yield await matched(gathering, matcher, old)
      gathering = new Gathering(old)
    }
    gathering.add(part)
  }
  if (!gathering.isEmpty) yield await matched(gathering, matcher, old)
}

async function matched(gathering: Gathering, matcher: Matcher, old: OldSpace): Promise<Segmented> {
  const { residual, references, steps } = gathering.finished()
  const reference = await readReference(old, columnsOf(references))
  const { literal, length, from, literals } = matcher.match(residual, reference)
  const used = usedOf(references, from, length)
  const matches = { literal: numbers(literal), length: numbers(length), from: numbers(used.from) }
  const segment = { residual: residual.length, references: columnsOf(used.ranges), steps, matches }
  return { segment, literals }
}

/** Segments of a whole layer are held until all of it is known. */
const numbers = (values: readonly number[]) => Float64Array.from(values)

const columnsOf = (ranges: readonly Range[]) => ({
  start: Float64Array.from(ranges, ({ start }) => start),
  length: Float64Array.from(ranges, ({ start, end }) => end - start),
})

class Gathering {
  readonly #old: OldSpace
  readonly #pieces: Uint8Array[] = []
  #ranges: Range[] = []
  /** Of the ranges, as long as overlaps count twice. */
  #reference = 0
  #residual = 0
  #open = 0
  readonly #steps = { residual: [] as number[], copy: [] as number[], from: [] as number[] }

  constructor(old: OldSpace) {
    this.#old = old
  }

  get isEmpty(): boolean {
    return this.#residual === 0 && this.#steps.copy.length === 0
  }

  hasRoomFor(part: Part): boolean {
    // One more step is kept for a gap at the end.
    if (this.#steps.copy.length >= LIMIT.steps - 1) return false
    if (part.kind === 'copy' || this.#residual === 0) return true
    if (this.#residual + part.bytes.length > LIMIT.residual) return false
    if (this.#fits(part)) return true
    this.#ranges = this.#joined(this.#ranges)
    this.#reference = lengthOf(this.#ranges)
    return this.#fits(part)
  }

  add(part: Part): void {
    if (part.kind === 'copy') return this.#step(part.length, part.from)
    // A view would keep the whole window that it was read by.
    this.#pieces.push(part.bytes.slice())
    this.#residual += part.bytes.length
    this.#open += part.bytes.length
    this.#ranges.push(...part.references)
    this.#reference += lengthOf(part.references)
  }

  finished() {
    if (this.#open > 0) this.#step(0, 0)
    const residual = new Uint8Array(this.#residual)
    let at = 0
    for (const piece of this.#pieces) {
      residual.set(piece, at)
      at += piece.length
    }
    const { residual: between, copy, from } = this.#steps
    return {
      residual,
      references: this.#joined(this.#ranges),
      steps: { residual: numbers(between), copy: numbers(copy), from: numbers(from) },
    }
  }

  /** Widening and joining may add a little to each. */
  #fits({ references }: Piece): boolean {
    const count = this.#ranges.length + references.length
    return this.#reference + lengthOf(references) + count * SLACK <= LIMIT.reference && count <= LIMIT.references
  }

  #joined(ranges: readonly Range[]): Range[] {
    return joined(ranges, (at) => this.#old.boundsOf(at))
  }

  #step(copy: number, from: number): void {
    this.#steps.residual.push(this.#open)
    this.#steps.copy.push(copy)
    this.#steps.from.push(from)
    this.#open = 0
  }
}

const SLACK = 96
