/** Old bytes, from one address up to another. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Ranges are widened to whole sixteens, and joined where so little lies between them. */
const WIDENED = 16
export const NEAR = 64

export const widened = ({ start, end }: Range, bounds: Range): Range => ({
  start: Math.max(bounds.start, start - (start % WIDENED)),
  end: Math.min(bounds.end, Math.ceil(end / WIDENED) * WIDENED),
})

/** Ascending, without overlaps. @param boundsOf the source that an address is in: no range leaves its own. */
export function joinedRanges(ranges: readonly Range[], boundsOf: (at: number) => Range): Range[] {
  const sorted = ranges.toSorted((one, other) => one.start - other.start)
  const all: { start: number; end: number }[] = []
  for (const range of sorted) {
    const bounds = boundsOf(range.start)
    const { start, end } = widened(range, bounds)
    const before = all.at(-1)
    if (before && before.start >= bounds.start && start <= before.end + NEAR) before.end = Math.max(before.end, end)
    else all.push({ start: before ? Math.max(start, Math.min(before.end, end)) : start, end })
  }
  return all.filter(({ start, end }) => end > start)
}

export const lengthOf = (ranges: readonly Range[]) => ranges.reduce((sum, { start, end }) => sum + end - start, 0)

/**
 * The ranges that some match is of, and the matches counted in what is left.
 * @param from where in the ranges, joined, each match begins.
 */
export function usedOf(ranges: readonly Range[], from: Float64Array, length: Float64Array) {
  const starts = beginsOf(ranges.map(({ start, end }) => end - start))
  const used = new Uint8Array(ranges.length)
  const firsts = new Uint32Array(from.length)
  for (let match = 0; match < from.length; match++) {
    const first = (firsts[match] = lastAtMost(starts, from[match]!))
    for (let at = first; at < ranges.length && starts[at]! < from[match]! + length[match]!; at++) used[at] = 1
  }
  const gone: number[] = []
  let dropped = 0
  ranges.forEach(({ start, end }, at) => {
    gone.push(dropped)
    if (!used[at]) dropped += end - start
  })
  const among = new Float64Array(from.length)
  for (let match = 0; match < from.length; match++) among[match] = from[match]! - gone[firsts[match]!]!
  return { ranges: ranges.filter((_, at) => used[at]), from: among }
}

/** Where each of some lengths begins, one behind the other. */
export function beginsOf(lengths: ArrayLike<number>): Float64Array {
  const begins = new Float64Array(lengths.length)
  for (let at = 1; at < begins.length; at++) begins[at] = begins[at - 1]! + lengths[at - 1]!
  return begins
}

/** The place of the last number that is no larger; 0 where none is. */
export function lastAtMost(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (ascending[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}
