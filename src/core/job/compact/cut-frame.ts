import type { Placed } from '../../delta/note'
import type { Part } from '../../form/parts'

/** What an archive's own bytes are cut of, piece by piece, in order. */
export interface Cuttable {
  readonly size: number
  slice(start: number, end?: number): Part
}

/** Two cuts stand as close as this where entries follow each other that are filled again. */
const CLOSE = 8 * 1024

/** Bytes that are read in all: what is behind stays slices. */
const MOST = 16 * 1024 * 1024

interface Run {
  readonly start: number
  readonly end: number
}

/**
 * A frame whose bytes are read where many cuts stand close together: an archive may have thousands of layers, and a browser takes a
 * millisecond or two for each slice.
 */
export async function cutFrame(frame: Blob, items: readonly Placed[]): Promise<Cuttable> {
  const runs: (Run & { readonly bytes: Uint8Array<ArrayBuffer> })[] = []
  for (const { start, end } of runsOf(cutsIn(items, frame.size)))
    runs.push({ start, end, bytes: new Uint8Array(await frame.slice(start, end).arrayBuffer()) })
  let next = 0
  return {
    size: frame.size,
    slice(start, end = frame.size) {
      while (next < runs.length && runs[next]!.end < end) next++
      const run = runs[next]
      return run && run.start <= start
        ? run.bytes.subarray(start - run.start, end - run.start)
        : frame.slice(start, end)
    },
  }
}

/** Ascending. */
function cutsIn(items: readonly Placed[], size: number): Float64Array {
  const cuts = items.flatMap(({ fills, edits }) => [...fills, ...edits.flatMap(({ at, length }) => [at, at + length])])
  return Float64Array.from(cuts.filter((cut) => cut <= size)).sort()
}

/** Where there are few, a read takes as long as the slices. */
const MANY = 8

function* runsOf(cuts: Float64Array): Generator<Run> {
  let left = MOST
  for (let first = 0, last = 0; first < cuts.length; first = ++last) {
    while (last + 1 < cuts.length && cuts[last + 1]! - cuts[last]! <= CLOSE && cuts[last + 1]! - cuts[first]! <= left)
      last++
    const [start, end] = [cuts[first]!, cuts[last]!]
    if (last - first + 1 < MANY || start === end) continue
    left -= end - start
    yield { start, end }
  }
}
