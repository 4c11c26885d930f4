import { letGo } from '../compression/chunks'
import type { OldSpace } from './old-space'
import type { Segment } from './segment'

/** Windows on fixed borders would read three to eight times as much, and leave hundreds of megabytes to the garbage collector. */
const AHEAD = { span: 2 * 1024 * 1024, gap: 256 * 1024 } as const

/** Reads what copies ask for, together with the copies that follow close by. */
export class ReadingAhead {
  readonly #old: OldSpace
  #start = 0
  #bytes = new Uint8Array()

  constructor(old: OldSpace) {
    this.#old = old
  }

  /** The old bytes of a piece of one step's copy, `span` of them at most in a piece; good until the next is asked for. */
  async piece({ steps }: Segment, step: number, from: number): Promise<Uint8Array> {
    const end = Math.min(steps.from[step]! + steps.copy[step]!, from + AHEAD.span)
    if (from < this.#start || end > this.#start + this.#bytes.length) {
      letGo(this.#bytes.buffer)
      this.#bytes = await this.#old.read(from, this.#endOfReading(steps, step, from, end))
      this.#start = from
    }
    return this.#bytes.subarray(from - this.#start, end - this.#start)
  }

  #endOfReading(steps: Segment['steps'], step: number, start: number, first: number): number {
    const most = Math.min(start + AHEAD.span, this.#old.endOf(start))
    let end = first
    for (let next = step + 1; next < steps.copy.length; next++) {
      if (steps.copy[next] === 0) continue
      const from = steps.from[next]!
      const upTo = from + steps.copy[next]!
      if (from < start || from > end + AHEAD.gap || upTo > most) break
      end = Math.max(end, upTo)
    }
    return end
  }
}

/** A segment's reference: its ranges of the old bytes, joined. Ranges that lie close together come by one read. */
export async function readReference(old: OldSpace, { start, length }: Segment['references']): Promise<Uint8Array> {
  let total = 0
  for (let at = 0; at < length.length; at++) total += length[at]!
  const reference = new Uint8Array(total)
  let filled = 0
  for (let at = 0; at < start.length;) {
    const first = start[at]!
    const upTo = old.endOf(first)
    let next = at + 1
    let end = first + length[at]!
    old.check(first, end)
    while (next < start.length && start[next]! - end <= AHEAD.gap && start[next]! + length[next]! <= upTo) {
      end = start[next]! + length[next]!
      next++
    }
    const bytes = await old.read(first, end)
    for (; at < next; at++) {
      reference.set(bytes.subarray(start[at]! - first, start[at]! - first + length[at]!), filled)
      filled += length[at]!
    }
    letGo(bytes.buffer)
  }
  return reference
}
