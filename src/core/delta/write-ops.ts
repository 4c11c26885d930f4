import { BerReader } from './ber'
import { OldSpace } from './old-space'
import { OPS_MAGIC } from './read-ops'
import { decodeColumns, encodeSegment, newRuns, readHeader, type Runs, type Segment } from './segment'

/** Which of the old layers segments refer to, in their order. */
export function usedSources(segments: readonly Segment[], old: OldSpace): number[] {
  const used = new Set<number>()
  for (const { references, steps } of segments) {
    for (let at = 0; at < references.start.length; at++) used.add(old.numberAt(references.start[at]!))
    for (let at = 0; at < steps.copy.length; at++) if (steps.copy[at]! > 0) used.add(old.numberAt(steps.from[at]!))
  }
  // A layer needs one, though it be for nothing.
  if (used.size === 0) used.add(0)
  return old.sources.flatMap((_, at) => (used.has(at) ? [at] : []))
}

/** Ops as they are carried: addresses count among the sources alone. All of them are read back before they are given out. */
export function* opsOf(segments: readonly Segment[], old: OldSpace, sources: readonly number[]): Generator<Uint8Array> {
  yield new TextEncoder().encode(OPS_MAGIC)
  const among = new OldSpace(sources.map((at) => old.sources[at]!.blob))
  const shifts = among.sources.map(({ start }, at) => old.sources[sources[at]!]!.start - start)
  const carried = (address: number) => address - (shifts[sources.indexOf(old.numberAt(address))] ?? NaN)
  const meant = (address: number) => address + (shifts[among.numberAt(address)] ?? NaN)
  const [writing, reading] = [newRuns(), newRuns()]
  for (const segment of segments) {
    const bytes = joined(encodeSegment(readdressed(segment, carried), writing))
    if (!isSame(readdressed(decoded(bytes, reading), meant), segment)) throw new Error('ops say something else')
    yield bytes
  }
}

function readdressed({ references, steps, ...rest }: Segment, addressOf: (address: number) => number): Segment {
  return {
    ...rest,
    references: { ...references, start: Float64Array.from(references.start, addressOf) },
    steps: {
      ...steps,
      from: Float64Array.from(steps.from, (address, at) => (steps.copy[at]! > 0 ? addressOf(address) : 0)),
    },
  }
}

function decoded(bytes: Uint8Array, runs: Runs): Segment {
  const reader = new BerReader(bytes)
  const header = readHeader(reader)
  return decodeColumns(header, bytes.subarray(reader.read), runs)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const part of parts) {
    all.set(part, filled)
    filled += part.length
  }
  return all
}

function isSame(one: Segment, other: Segment): boolean {
  const [these, those] = [columnsOf(one), columnsOf(other)]
  return one.residual === other.residual && these.every((column, at) => areEqual(column, those[at]!))
}

const columnsOf = ({ references, steps, matches }: Segment) => [
  ...[references.start, references.length],
  ...[steps.residual, steps.copy, steps.from],
  ...[matches.literal, matches.length, matches.from],
]

function areEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return one.length === other.length
}
