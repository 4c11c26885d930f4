import { SpareMemory } from '../compression/same-memory'
import { quietly } from '../quietly'
import type { OldReader, Ranges } from './old-reader'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'
import { Sequel } from './sequel'
import { LONG, SPAN, spansOf, type Span } from './spans'

/** One read takes a millisecond or two, most of it waiting: while one is used, the next are under way. */
const READS_AHEAD = 3

/** What one segment wants may end a little behind where the next one begins. */
const AGAIN = 64 * 1024

/** Said to be pure: else it would come along wherever this file is imported. */
const memory = /* @__PURE__ */ new SpareMemory(SPAN)

interface Reading<Bytes> extends Pick<Span, 'start' | 'isHeld'> {
  /** Who wants it: as many as were told of before. */
  readonly by: number
  readonly bytes: Bytes
}

type There = Reading<Uint8Array<ArrayBuffer>>

/** Reads ranges in the order in which they are wanted, those together that lie close by, and ahead of who wants them. */
export class ReadingAhead implements OldReader {
  readonly #old: OldSpace
  readonly #planned: { readonly by: number; readonly spans: Iterator<Span> }[] = []
  readonly #underway: Reading<Promise<Uint8Array<ArrayBuffer>>>[] = []
  /** What was read, and is not given back yet. */
  #there: readonly There[] = []
  #told = 0
  #done = 0
  /** By which long ranges are read, as long as one follows the other. */
  #sequel: Sequel | undefined

  constructor(old: OldSpace) {
    this.#old = old
  }

  expect(...wanted: readonly Ranges[]): void {
    this.#planned.push({ by: this.#told++, spans: spansOf(wanted, this.#old) })
    this.#readOn()
  }

  piece(from: number, end: number): Uint8Array | Promise<Uint8Array> {
    return this.#among(from, end) ?? this.#awaited(from, end)
  }

  done(): void {
    const done = this.#done++
    this.#free(({ by }) => by <= done)
  }

  /** Nothing is wanted any more. */
  close(): void {
    this.#free(() => true)
    this.#sequel?.close()
  }

  /** As much of it as was read already. */
  #among(from: number, end: number): Uint8Array | undefined {
    for (const { start, bytes } of this.#there) {
      const first = from - start
      if (first >= 0 && first < bytes.length) return bytes.subarray(first, end - start)
    }
    return undefined
  }

  async #awaited(from: number, end: number): Promise<Uint8Array> {
    for (;;) {
      const piece = this.#among(from, end)
      if (piece) return piece
      const [next] = this.#underway
      if (!next) throw new RangeError(`nobody said that ${from} to ${end} would be wanted`)
      this.#free(({ isHeld }) => !isHeld)
      this.#there = [...this.#there, { ...next, bytes: await next.bytes }]
      this.#underway.shift()
      this.#readOn()
    }
  }

  /** Gives back what was read. */
  #free(isGone: (one: There) => boolean): void {
    const gone = this.#there.filter(isGone)
    this.#there = this.#there.filter((one) => !isGone(one))
    for (const { bytes } of gone) memory.giveBack(bytes.buffer)
  }

  #readOn(): void {
    while (this.#underway.length < READS_AHEAD) {
      const next = this.#nextSpan()
      if (!next) return
      const { start, isHeld, by } = next
      this.#underway.push({ start, isHeld, by, bytes: quietly(this.#read(next)) })
    }
  }

  #read({ start, end }: Range): Promise<Uint8Array<ArrayBuffer>> {
    if (end - start < LONG) return this.#old.read(start, end)
    if (!this.#sequel?.leadsTo(start)) {
      this.#sequel?.close()
      this.#sequel = new Sequel(this.#old, { start, end: this.#old.endOf(start) }, memory, AGAIN)
    }
    return this.#sequel.read(start, end - start)
  }

  #nextSpan(): (Span & Pick<There, 'by'>) | undefined {
    for (;;) {
      const [first] = this.#planned
      const step = first?.spans.next()
      if (first && !step?.done) return step && { ...step.value, by: first.by }
      if (!first) return undefined
      this.#planned.shift()
    }
  }
}

/** A segment's reference: its ranges of the old bytes, joined. */
export async function readReference(old: OldSpace, ranges: Ranges): Promise<Uint8Array<ArrayBuffer>> {
  const ahead = new ReadingAhead(old)
  ahead.expect(ranges)
  const reference = await inOnePiece(ahead, ranges, (length) => new Uint8Array(length))
  ahead.close()
  return reference
}

/** @param memory for so many bytes. */
export async function inOnePiece<T extends Uint8Array>(
  old: OldReader,
  { start, length }: Ranges,
  memory: (length: number) => T,
): Promise<T> {
  let total = 0
  for (let at = 0; at < length.length; at++) total += length[at]!
  const reference = memory(total)
  let filled = 0
  for (let at = 0; at < start.length; at++)
    for (let from = start[at]!, end = from + length[at]!; from < end;) {
      const there = old.piece(from, end)
      const piece = there instanceof Promise ? await there : there
      reference.set(piece, filled)
      filled += piece.length
      from += piece.length
    }
  return reference
}
