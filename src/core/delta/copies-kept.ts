import { beginsOf, lastAtMost } from './ranges'
import type { Segment } from './segment'

/** A segment's copies, by its steps. */
export interface CopiesKept {
  /** Where in the reference a copy's bytes stand; -1 where not all of them do. */
  readonly kept: Float64Array
  /** Those that are to be read; of the others nothing. */
  readonly read: Segment['references']
}

/** What is copied often lies where the reference was taken from, and is in memory with it. */
export function copiesOf({ references, steps }: Segment): CopiesKept {
  const find = finder(references)
  const count = steps.copy.length
  const [kept, length] = [new Float64Array(count), new Float64Array(count)]
  for (let step = 0; step < count; step++) {
    kept[step] = find(steps.from[step]!, steps.copy[step]!)
    if (kept[step]! < 0) length[step] = steps.copy[step]!
  }
  return { kept, read: { start: steps.from, length } }
}

function finder({ start, length }: Segment['references']): (from: number, copied: number) => number {
  const places = beginsOf(length)
  return (from, copied) => {
    const at = lastAtMost(start, from)
    const within = from - (start[at] ?? Infinity)
    return within >= 0 && within + copied <= length[at]! ? places[at]! + within : -1
  }
}
