import { SpareMemory } from '../compression/same-memory'
import { quietly } from '../quietly'
import type { OldReader, Ranges } from './old-reader'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'
import { Sequel } from './sequel'

/**
 * Windows on fixed borders would read three to eight times as much, and leave hundreds of megabytes to the garbage collector. One read
 * takes a millisecond or two, most of it waiting: while one is used, the next are under way.
 */
const AHEAD = { span: 2 * 1024 * 1024, gap: 256 * 1024, reads: 3 } as const

/** What is shorter is read by itself: it may lie in front of what goes on. */
const LONG = AHEAD.span / 4

/** Said to be pure: else it would come along wherever this file is imported. */
const memory = /* @__PURE__ */ new SpareMemory(AHEAD.span)

interface Reading {
  readonly start: number
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>
}

/** Reads ranges in the order in which they are wanted, those together that lie close by, and ahead of who wants them. */
export class ReadingAhead implements OldReader {
  readonly #old: OldSpace
  readonly #planned: Iterator<Range>[] = []
  readonly #underway: Reading[] = []
  /** By which long ranges are read, as long as one follows the other. */
  #sequel: Sequel | undefined
  #start = 0
  #bytes = new Uint8Array()

  constructor(old: OldSpace) {
    this.#old = old
  }

  expect(ranges: Ranges): void {
    this.#planned.push(spansOf(ranges, this.#old))
    this.#readOn()
  }

  piece(from: number, end: number): Uint8Array | Promise<Uint8Array> {
    return this.#there(from, end) ?? this.#awaited(from, end)
  }

  /** Nothing is wanted any more. */
  close(): void {
    this.#free()
    this.#sequel?.close()
  }

  /** As much of it as was read already. */
  #there(from: number, end: number): Uint8Array | undefined {
    const first = from - this.#start
    return first >= 0 && first < this.#bytes.length ? this.#bytes.subarray(first, end - this.#start) : undefined
  }

  async #awaited(from: number, end: number): Promise<Uint8Array> {
    for (;;) {
      const piece = this.#there(from, end)
      if (piece) return piece
      const [next] = this.#underway
      if (!next) throw new RangeError(`nobody said that ${from} to ${end} would be wanted`)
      this.#free()
      this.#bytes = await next.bytes
      this.#start = next.start
      this.#underway.shift()
      this.#readOn()
    }
  }

  /** Gives back what was read last. */
  #free(): void {
    const { buffer } = this.#bytes
    this.#bytes = new Uint8Array()
    memory.giveBack(buffer)
  }

  #readOn(): void {
    while (this.#underway.length < AHEAD.reads) {
      const span = this.#nextSpan()
      if (!span) return
      const bytes = this.#read(span)
      this.#underway.push({ start: span.start, bytes: quietly(bytes) })
    }
  }

  #read({ start, end }: Range): Promise<Uint8Array<ArrayBuffer>> {
    if (end - start < LONG) return this.#old.read(start, end)
    if (!this.#sequel?.leadsTo(start)) {
      this.#sequel?.close()
      this.#sequel = new Sequel(this.#old, { start, end: this.#old.endOf(start) }, memory)
    }
    return this.#sequel.read(start, end - start)
  }

  #nextSpan(): Range | undefined {
    for (;;) {
      const step = this.#planned[0]?.next()
      if (!step?.done) return step?.value
      this.#planned.shift()
    }
  }
}

/** What is read at once. */
function* spansOf({ start, length }: Ranges, old: OldSpace): Generator<Range> {
  let [first, last, most] = [0, 0, -1]
  for (let at = 0; at < start.length; at++) {
    if (length[at] === 0) continue
    const end = start[at]! + length[at]!
    old.check(start[at]!, end)
    for (let from = start[at]!; from < end;) {
      const to = Math.min(end, from + AHEAD.span)
      if (from >= first && from <= last + AHEAD.gap && to <= most) last = Math.max(last, to)
      else {
        if (last > first) yield { start: first, end: last }
        ;[first, last, most] = [from, to, Math.min(from + AHEAD.span, old.endOf(from))]
      }
      from = to
    }
  }
  if (last > first) yield { start: first, end: last }
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
