import type { Ranges } from './old-reader'
import type { OldSpace } from './old-space'
import type { Range } from './ranges'

/**
 * Windows on fixed borders would read three to eight times as much, and leave hundreds of megabytes to the garbage collector. To read
 * what lies between takes less than to begin anew.
 */
export const SPAN = 2 * 1024 * 1024
const GAP = 256 * 1024

/** What is shorter is read by itself: it may lie in front of what goes on. */
export const LONG = SPAN / 4

/** What a segment wants is read in ascending order, once, and held until the segment is done with: of so much, and so many ranges. */
const MOST_HELD = 4 * SPAN
const MOST_SORTED = 16 * 1024

/** What is read at once. */
export interface Span extends Range {
  readonly isHeld: boolean
}

/** All that is wanted at once, each range by itself; what is too much for that goes by in the order in which it is wanted. */
export function* spansOf(wanted: readonly Ranges[], old: OldSpace): Generator<Span> {
  const together = heldTogether(wanted, old)
  if (together) for (const span of together) yield { ...span, isHeld: true }
  else for (const ranges of wanted) for (const span of goingBy(ranges, old)) yield { ...span, isHeld: false }
}

function heldTogether(wanted: readonly Ranges[], old: OldSpace): Range[] | undefined {
  // In one list it is in order as it is.
  if (wanted.length < 2 || wanted.reduce((sum, { length }) => sum + length.length, 0) > MOST_SORTED) return undefined
  const spans = joined(wanted, old).flatMap(cut)
  const memory = spans.reduce((sum, { start, end }) => sum + (end - start < LONG ? end - start : SPAN), 0)
  return memory <= MOST_HELD ? spans : undefined
}

/** Ascending; what lies close by is one. No range leaves its source. */
function joined(wanted: readonly Ranges[], old: OldSpace): Range[] {
  const all = wanted.flatMap((ranges) => rangesOf(ranges)).sort((one, other) => one.start - other.start)
  const runs: { start: number; end: number }[] = []
  for (const { start, end } of all) {
    old.check(start, end)
    const last = runs.at(-1)
    if (last && start <= last.end + GAP && end <= old.endOf(last.start)) last.end = Math.max(last.end, end)
    else runs.push({ start, end })
  }
  return runs
}

function rangesOf({ start, length }: Ranges): Range[] {
  return Array.from(start, (from, at) => ({ start: from, end: from + length[at]! })).filter(
    ({ start, end }) => end > start,
  )
}

function cut({ start, end }: Range): Range[] {
  const spans: Range[] = []
  for (let from = start; from < end; from += SPAN) spans.push({ start: from, end: Math.min(end, from + SPAN) })
  return spans
}

function* goingBy({ start, length }: Ranges, old: OldSpace): Generator<Range> {
  let [first, last, most] = [0, 0, -1]
  for (let at = 0; at < start.length; at++) {
    if (length[at] === 0) continue
    const end = start[at]! + length[at]!
    old.check(start[at]!, end)
    for (let from = start[at]!; from < end;) {
      const to = Math.min(end, from + SPAN)
      if (from >= first && from <= last + GAP && to <= most) last = Math.max(last, to)
      else {
        if (last > first) yield { start: first, end: last }
        ;[first, last, most] = [from, to, Math.min(from + SPAN, old.endOf(from))]
      }
      from = to
    }
  }
  if (last > first) yield { start: first, end: last }
}
