import { joined } from '../joined'
import { BerReader } from './ber'
import { OldSpace } from './old-space'
import { OPS_MAGIC } from './read-ops'
import {
  columnsIn,
  decodeColumns,
  encodeSegment,
  forget,
  newRuns,
  readHeader,
  type Runs,
  type Segment,
} from './segment'

/** What is said of segment after segment, as long as it is not known which of the old layers are needed: a tenth of their memory. */
export class Draft {
  readonly #old: OldSpace
  readonly #said: Uint8Array[] = []
  readonly #runs = { writing: newRuns(), reading: newRuns() }
  readonly #used = new Set<number>()

  constructor(old: OldSpace) {
    this.#old = old
  }

  get segments(): number {
    return this.#said.length
  }

  /** @param segment is gone then. @returns it, as it is read back. */
  add(segment: Segment): Segment {
    const { references, steps } = segment
    for (let at = 0; at < references.start.length; at++) this.#use(references.start[at]!)
    for (let at = 0; at < steps.copy.length; at++) if (steps.copy[at]! > 0) this.#use(steps.from[at]!)
    const bytes = encoded(segment, this.#runs.writing)
    forget(segment)
    this.#said.push(bytes)
    return decoded(bytes, this.#runs.reading)
  }

  /** Which of the old layers are needed, in their order. */
  sources(): number[] {
    // A layer needs one, though it be for nothing.
    if (this.#used.size === 0) return [0]
    return [...this.#used].sort((one, other) => one - other)
  }

  /** Ops as they are carried: addresses count among the sources alone. All of them were read back before they are given out. */
  *ops(sources: readonly number[]): Generator<Uint8Array> {
    yield new TextEncoder().encode(OPS_MAGIC)
    // Where none is left out before another, addresses are what they were.
    if (sources.every((source, at) => source === at)) yield* this.#said
    else yield* this.#readdressed(sources)
  }

  *#readdressed(sources: readonly number[]): Generator<Uint8Array> {
    const old = this.#old
    const among = new OldSpace(sources.map((at) => old.sources[at]!.bytes))
    const shifts = among.sources.map(({ start }, at) => old.sources[sources[at]!]!.start - start)
    const shiftOf = new Map(shifts.map((shift, at) => [sources[at]!, shift]))
    const carried = (address: number) => address - (shiftOf.get(old.numberAt(address)) ?? NaN)
    const meant = (address: number) => address + (shifts[among.numberAt(address)] ?? NaN)
    const runs = { said: newRuns(), writing: newRuns(), reading: newRuns() }
    for (const said of this.#said) {
      const segment = decoded(said, runs.said)
      const told = readdressed(segment, carried)
      const bytes = encoded(told, runs.writing)
      const back = decoded(bytes, runs.reading)
      const again = readdressed(back, meant)
      if (!isSame(again, segment)) throw new Error('ops say something else')
      for (const one of [segment, told, back, again]) forget(one)
      yield bytes
    }
  }

  #use(address: number): void {
    const source = this.#old.numberAt(address)
    if (source >= 0) this.#used.add(source)
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

const encoded = (segment: Segment, runs: Runs): Uint8Array => joined(encodeSegment(segment, runs))

function decoded(bytes: Uint8Array, runs: Runs): Segment {
  const reader = new BerReader(bytes)
  const header = readHeader(reader)
  return decodeColumns(header, bytes.subarray(reader.read), runs)
}

function isSame(one: Segment, other: Segment): boolean {
  const [these, those] = [columnsIn(one), columnsIn(other)]
  return one.residual === other.residual && these.every((column, at) => areEqual(column, those[at]!))
}

function areEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return one.length === other.length
}
