import { letGo } from '../compression/same-memory'
import { BerReader, BerWriter } from './ber'
import { limit, RecipeError } from './recipe-error'

/**
 * One stretch of a layer and how it is rebuilt (docs/compact.md). Offsets and lengths in bytes; `from` of a step counts in the old
 * address space, of a match in the segment's reference. Columns of numbers: an object each would cost ten times the memory.
 */
export interface Segment {
  /** Bytes between the copies, which are rebuilt from literals and matches. */
  readonly residual: number
  /** Ranges of the old bytes, ascending, which joined make the reference. */
  readonly references: { readonly start: Numbers; readonly length: Numbers }
  /** So many bytes of the residual, then a copy of so many old bytes. */
  readonly steps: { readonly residual: Numbers; readonly copy: Numbers; readonly from: Numbers }
  /** So many literal bytes, then so many of the reference. */
  readonly matches: { readonly literal: Numbers; readonly length: Numbers; readonly from: Numbers }
}

/** What is read by place: Float64Arrays, which can be freed; who writes a segment down by hand may give plain ones. */
type Numbers = ArrayLike<number>

export const columnsIn = ({ references, steps, matches }: Segment) => [
  ...[references.start, references.length],
  ...[steps.residual, steps.copy, steps.from],
  ...[matches.literal, matches.length, matches.from],
]

/** Frees it: a collector comes late for what is many numbers. */
export function forget(segment: Segment): void {
  const memories = columnsIn(segment).map((column) => (column instanceof Float64Array ? column.buffer : undefined))
  for (const memory of new Set(memories)) if (memory instanceof ArrayBuffer) letGo(memory)
}

/** Bytes of the layer that it is rebuilt to. */
export function sizeOf({ residual, steps }: Segment): number {
  let size = residual
  for (let at = 0; at < steps.copy.length; at++) size += steps.copy[at]!
  return size
}

/** What a reader grants: more is refused before memory is taken. */
export const LIMIT = {
  residual: 4 * 1024 * 1024,
  reference: 8 * 1024 * 1024,
  references: 65_536,
  steps: 2 ** 20,
  matches: (residual: number) => Math.floor(residual / 8) + 1,
} as const

/** `R n s m` and the byte lengths of the five groups of columns. */
export const HEADER_NUMBERS = 9

/** Where runs that go on over segments have come to: offsets are told as differences. */
export interface Runs {
  reference: number
  copy: number
}

export const newRuns = (): Runs => ({ reference: 0, copy: 0 })

export function encodeSegment(segment: Segment, runs: Runs): Uint8Array[] {
  const { references, steps, matches } = segment
  const writers = [new BerWriter(), new BerWriter(), new BerWriter(), new BerWriter(), new BerWriter()] as const
  const [refs, stepping, literal, length, from] = writers
  each(references.start, (start, at) => {
    refs.putSigned(start - runs.reference)
    runs.reference = start + references.length[at]!
  })
  each(references.length, (value) => refs.put(value))
  each(steps.residual, (value) => stepping.put(value))
  each(steps.copy, (value) => stepping.put(value))
  each(steps.from, (value, at) => {
    if (steps.copy[at] === 0) return
    stepping.putSigned(value - (runs.copy + steps.residual[at]!))
    runs.copy = value + steps.copy[at]!
  })
  let [position, shift] = [0, 0]
  each(matches.from, (value, at) => {
    position += matches.literal[at]!
    from.putSigned(value - (position + shift))
    shift = value - position
    position += matches.length[at]!
    literal.put(matches.literal[at]!)
    length.put(matches.length[at]!)
  })
  const header = new BerWriter()
  const counts = [segment.residual, references.start.length, steps.copy.length, matches.from.length]
  for (const value of [...counts, ...writers.map((group) => group.length)]) header.put(value)
  return [header, ...writers].map((group) => group.bytes())
}

/** A segment's first numbers, checked: how much is to be read, and held, for it. */
interface SegmentHeader {
  readonly residual: number
  readonly references: number
  readonly steps: number
  readonly matches: number
  /** Bytes of the groups of columns, in their order. */
  readonly groups: readonly number[]
}

export function readHeader(reader: BerReader): SegmentHeader {
  const [residual = 0, references = 0, steps = 0, matches = 0, ...groups] = take(reader, HEADER_NUMBERS)
  limit('residual', residual, LIMIT.residual)
  limit('references', references, LIMIT.references)
  limit('steps', steps, LIMIT.steps)
  limit('matches', matches, LIMIT.matches(residual))
  const numbers = [2 * references, 3 * steps, matches, matches, matches]
  groups.forEach((bytes, at) => limit('column bytes', bytes, numbers[at]! * LONGEST_NUMBER))
  return { residual, references, steps, matches, groups }
}

/** A number of 53 bits has eight groups of seven. */
const LONGEST_NUMBER = 8

/** Reads a segment's columns, which are `bytes` of the lengths that its header says, and checks that they fit each other. */
export function decodeColumns(header: SegmentHeader, bytes: Uint8Array, runs: Runs): Segment {
  let at = 0
  const next = (group: number) => new BerReader(bytes.subarray(at, (at += header.groups[group]!)))
  const readers = [next(0), next(1), next(2), next(3), next(4)] as const
  const [refs, stepping, literal, length, from] = readers
  const references = readReferences(refs, header.references, runs)
  const steps = readSteps(stepping, header, runs)
  const matches = readMatches({ literal, length, from }, header, references.total)
  if (readers.some((reader) => !reader.atEnd)) throw new RecipeError('damaged', 'columns hold more than they should')
  return { residual: header.residual, references, steps, matches }
}

function readReferences(reader: BerReader, count: number, runs: Runs) {
  const start = new Float64Array(count)
  const length = new Float64Array(count)
  const steps = take(reader, count, () => reader.nextSigned())
  let total = 0
  for (let at = 0; at < count; at++) {
    length[at] = reader.next()
    start[at] = runs.reference + steps[at]!
    const before = at === 0 ? 0 : start[at - 1]! + length[at - 1]!
    if (start[at]! < before)
      throw new RecipeError({ kind: 'place', offset: start[at]! }, 'references overlap, or begin before the old bytes')
    runs.reference = start[at]! + length[at]!
    total += length[at]!
    limit('reference', total, LIMIT.reference)
  }
  return { start, length, total }
}

function readSteps(reader: BerReader, { steps: count, residual: whole }: SegmentHeader, runs: Runs) {
  const residual = Float64Array.from(take(reader, count))
  const copy = Float64Array.from(take(reader, count))
  const from = new Float64Array(count)
  let used = 0
  for (let at = 0; at < count; at++) {
    used += residual[at]!
    if (residual[at] === 0 && copy[at] === 0) throw new RecipeError('damaged', 'a step of nothing')
    if (copy[at] === 0) continue
    from[at] = runs.copy + residual[at]! + reader.nextSigned()
    if (from[at]! < 0) throw new RecipeError({ kind: 'place', offset: from[at]! }, 'a copy begins before the old bytes')
    runs.copy = from[at]! + copy[at]!
  }
  if (used !== whole) throw new RecipeError('damaged', `steps take ${used} bytes of a residual of ${whole}`)
  return { residual, copy, from }
}

function readMatches(readers: Record<'literal' | 'length' | 'from', BerReader>, header: SegmentHeader, total: number) {
  const literal = new Float64Array(header.matches)
  const length = new Float64Array(header.matches)
  const from = new Float64Array(header.matches)
  let [position, shift] = [0, 0]
  for (let at = 0; at < header.matches; at++) {
    literal[at] = readers.literal.next()
    length[at] = readers.length.next()
    position += literal[at]!
    from[at] = position + shift + readers.from.nextSigned()
    shift = from[at]! - position
    position += length[at]!
    if (from[at]! < 0 || from[at]! + length[at]! > total)
      throw new RecipeError('damaged', 'a match leaves its reference')
  }
  if (position > header.residual) throw new RecipeError('damaged', 'matches are longer than the residual')
  return { literal, length, from }
}

const take = (reader: BerReader, count: number, next = () => reader.next()) => {
  const numbers: number[] = []
  for (let at = 0; at < count; at++) numbers.push(next())
  return numbers
}

function each(numbers: Numbers, visit: (value: number, at: number) => void): void {
  for (let at = 0; at < numbers.length; at++) visit(numbers[at]!, at)
}
