import { letGo } from '../compression/same-memory'
import { quietly } from '../quietly'
import { Arena } from './arena'
import type { Blocks } from './blocks'
import { columnsOf, GatheredReference } from './gathered-reference'
import type { Mill } from './mill'
import type { OldSpace } from './old-space'
import type { Part } from './pieces'
import { lengthOf, usedOf } from './ranges'
import { LIMIT, type Segment } from './segment'

interface Segmented {
  readonly segment: Segment
  readonly literals: Uint8Array<ArrayBuffer>
}

/** The old bytes, and as much of them as was just read. */
export interface Old {
  readonly space: OldSpace
  readonly blocks: Blocks
}

/** So many are matched, or wait for that, while the next is gathered: some are full soon, and others late. */
const UNDERWAY = 2

/**
 * Gathers parts until a segment is full, and finds what of its residual stands in its reference, while the next ones are gathered.
 * @param parts are looked at no more once the next is asked for.
 */
export async function* segmentsOf(parts: AsyncIterable<Part>, old: Old, mill: Mill): AsyncGenerator<Segmented> {
  const underway: Promise<Segmented>[] = []
  const arena = new Arena()
  let gathering = new Gathering(old.blocks, arena)
  for await (const part of parts) {
    if (!gathering.hasRoomFor(part)) {
      if (underway.length === UNDERWAY) yield underway.shift()!
      underway.push(quietly(matched(gathering, old.space, mill)))
      gathering = new Gathering(old.blocks, arena)
    }
    gathering.add(part)
  }
  yield* underway
  if (!gathering.isEmpty) yield matched(gathering, old.space, mill)
}

/**
 * Far less than a reader grants: smaller ones take less memory and time, and hardly a byte more. What is copied bounds what is read
 * between finding something and rebuilding it.
 */
const FULL = { residual: 512 * 1024, reference: 1024 * 1024, copied: 1536 * 1024 } as const

async function matched(gathering: Gathering, old: OldSpace, mill: Mill): Promise<Segmented> {
  const { residual, reference, steps } = gathering.finished()
  const size = residual.length
  const { ranges, bytes } = await reference.finished(old)
  const { literal, length, from, literals } = await mill.match(residual, bytes)
  const used = usedOf(ranges, from, length)
  letGo(from.buffer)
  const matches = { literal, length, from: used.from }
  return { segment: { residual: size, references: columnsOf(used.ranges), steps, matches }, literals }
}

class Gathering {
  readonly #reference: GatheredReference
  #residual = new Uint8Array(FIRST)
  #filled = 0
  #open = 0
  #copied = 0
  readonly #steps = { residual: [] as number[], copy: [] as number[], from: [] as number[] }

  constructor(old: Blocks, arena: Arena) {
    this.#reference = new GatheredReference(old, arena)
  }

  get isEmpty(): boolean {
    return this.#filled === 0 && this.#steps.copy.length === 0
  }

  hasRoomFor(part: Part): boolean {
    // One more step is kept for a gap at the end.
    if (this.#steps.copy.length >= LIMIT.steps - 1) return false
    if (this.#copied > FULL.copied) return false
    if (part.kind === 'copy' || this.#filled === 0) return true
    if (this.#filled + part.bytes.length > FULL.residual) return false
    if (this.#fits(part)) return true
    this.#reference.join()
    return this.#fits(part)
  }

  add(part: Part): void {
    if (part.kind === 'copy') return this.#step(part.length, part.from)
    this.#grow(this.#filled + part.bytes.length)
    this.#residual.set(part.bytes, this.#filled)
    this.#filled += part.bytes.length
    this.#open += part.bytes.length
    this.#reference.add(part.references)
  }

  finished() {
    if (this.#open > 0) this.#step(0, 0)
    const { residual, copy, from } = this.#steps
    return {
      residual: this.#residual.subarray(0, this.#filled),
      reference: this.#reference,
      steps: { residual: numbers(residual), copy: numbers(copy), from: numbers(from) },
    }
  }

  /** Widening and joining may add a little to each. */
  #fits({ references }: Extract<Part, { kind: 'piece' }>): boolean {
    const count = this.#reference.count + references.length
    return this.#reference.length + lengthOf(references) + count * SLACK <= FULL.reference && count <= LIMIT.references
  }

  #step(copy: number, from: number): void {
    this.#steps.residual.push(this.#open)
    this.#steps.copy.push(copy)
    this.#steps.from.push(from)
    this.#copied += copy
    this.#open = 0
  }

  #grow(needed: number): void {
    if (needed <= this.#residual.length) return
    const larger = new Uint8Array(Math.max(needed, Math.min(FULL.residual, 4 * this.#residual.length)))
    larger.set(this.#residual.subarray(0, this.#filled))
    letGo(this.#residual.buffer)
    this.#residual = larger
  }
}

const FIRST = 16 * 1024

/** As what can be freed once it is encoded (`forget`). */
const numbers = (values: readonly number[]) => Float64Array.from(values)

const SLACK = 96
