import { beginsOf, lastAtMost } from './ranges'
import type { Segment } from './segment'

/** Bytes of a layer that come from one place, as a segment says it. */
export interface Run {
  readonly length: number
  /** The old address that they are copied from; undefined: they are literals. */
  readonly from: number | undefined
  /** Steps and matches that are said for it: none, where it only goes on with one. */
  readonly ops: number
}

/** What a segment makes, in order. */
export function* runsOf({ residual, references, steps, matches }: Segment): Generator<Run> {
  const place = placesIn(references)
  let [match, literal, matched, from] = [0, 0, 0, 0]
  let ops = 0
  for (let step = 0; step < steps.copy.length; step++) {
    ops++
    for (let room = steps.residual[step]!; room > 0;) {
      if (literal === 0 && matched === 0) {
        // Behind the last match everything is literal.
        const next = match < matches.from.length ? match++ : undefined
        literal = next === undefined ? residual : matches.literal[next]!
        matched = next === undefined ? 0 : matches.length[next]!
        from = next === undefined ? 0 : matches.from[next]!
        if (next !== undefined) ops++
        continue
      }
      const old = literal === 0 ? place(from) : undefined
      const length = Math.min(room, old ? Math.min(matched, old.most) : literal)
      yield { length, from: old?.address, ops }
      ops = 0
      room -= length
      if (old) {
        matched -= length
        from += length
      } else literal -= length
    }
    if (steps.copy[step]! > 0) {
      yield { length: steps.copy[step]!, from: steps.from[step]!, ops }
      ops = 0
    }
  }
}

/** Where a place of the reference stands in the old bytes, and how many of them follow there. */
function placesIn({ start, length }: Segment['references']) {
  const begins = beginsOf(length)
  return (from: number) => {
    const at = lastAtMost(begins, from)
    const within = from - begins[at]!
    return { address: start[at]! + within, most: length[at]! - within }
  }
}
