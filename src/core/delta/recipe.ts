import { letGo, type SpareMemory } from '../compression/same-memory'
import { blockMemory, Blocks } from './blocks'
import { findCopies } from './copies'
import type { Mill } from './mill'
import { OPS_MAGIC } from './next-segment'
import { indexOld, type OldIndex } from './old-index'
import { OldSpace } from './old-space'
import { partsOf } from './pieces'
import { encodeSegment, newRuns, sizeOf, type Segment } from './segment'
import { segmentsOf } from './segmenter'

/** What is said of a recipe in the note. */
export interface Recipe {
  /** Bytes of all literals. */
  readonly literals: number
  readonly segments: number
  /** Which of the old layers it is made of, in their order: of others nothing is used. */
  readonly sources: readonly number[]
}

/** Where its bytes go, in order. */
export interface RecipeSinks {
  literals(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  ops(bytes: Uint8Array): Promise<void>
}

/** Where it goes, and who helps. */
export interface Making {
  readonly sinks: RecipeSinks
  readonly mill: Mill
  /** Is shown all bytes of the layer, in order, as they go by. */
  readonly look?: ((bytes: Uint8Array) => Promise<void>) | undefined
}

/** So much more than passing by is what is done to a byte of a residual. */
const MATCHING = 4

/** The new bytes go by in order, and some behind are looked at once more; what they are like stands here and there. */
const KEEPING = { fresh: { kept: 36, ahead: 12 }, old: { kept: 48, ahead: 12 } } as const

/** What `onBytes` of a recipe comes to, whatever is found of the layer. */
export const workOf = (size: number) => size + MATCHING * size

/** Old layers, read once for all that is made of them. */
export interface Olds {
  readonly space: OldSpace
  readonly index: OldIndex
  /** For their blocks, and those of what is made of them. */
  readonly memory: SpareMemory
}

/** @param look is shown all of their bytes, in order. */
export async function readOlds(
  blobs: readonly Blob[],
  look: (bytes: Uint8Array, blob: number) => Promise<void> = async () => {},
): Promise<Olds> {
  const space = new OldSpace(blobs)
  const memory = blockMemory()
  const index = await indexOld(space, memory, (bytes, at) => look(bytes, space.numberAt(at)))
  return { space, index, memory }
}

/** Frees what is known of them, once nothing more is made of them. */
export function closeOlds({ index, memory }: Olds): void {
  index.prints.close()
  memory.clear()
}

/**
 * How a layer is made of old ones (docs/compact.md): one pass over it.
 * @param onBytes told of work that was done, in bytes of it.
 */
export async function makeRecipe(
  fresh: Blob,
  { space, index, memory }: Olds,
  { sinks, mill, look }: Making,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<Recipe> {
  const bytes = new Blocks(new OldSpace([fresh]), KEEPING.fresh, memory, async (bytes) => {
    await look?.(bytes)
    await onBytes(bytes.length)
  })
  const blocks = new Blocks(space, KEEPING.old, memory)
  const parts = partsOf(findCopies(bytes, blocks, index), bytes, space, index.prints)
  const segments: Segment[] = []
  let literals = 0
  for await (const made of segmentsOf(parts, { space, blocks }, mill)) {
    segments.push(made.segment)
    literals += made.literals.length
    await sinks.literals(made.literals)
    letGo(made.literals.buffer)
    await onBytes(MATCHING * sizeOf(made.segment))
  }
  await bytes.showRest()
  for (const read of [bytes, blocks]) read.close()
  const { sources, shiftOf } = usedSources(segments, space)
  await sinks.ops(new TextEncoder().encode(OPS_MAGIC))
  const runs = newRuns()
  for (const segment of segments)
    for (const part of encodeSegment(readdressed(segment, shiftOf), runs)) await sinks.ops(part)
  return { literals, segments: segments.length, sources }
}

/** The sources that are referred to, and by how much addresses in each are less without the others. */
function usedSources(segments: readonly Segment[], old: OldSpace) {
  const used = new Set<number>()
  for (const { references, steps } of segments) {
    for (let at = 0; at < references.start.length; at++) used.add(old.numberAt(references.start[at]!))
    for (let at = 0; at < steps.copy.length; at++) if (steps.copy[at]! > 0) used.add(old.numberAt(steps.from[at]!))
  }
  // A layer needs one, though it be for nothing.
  if (used.size === 0) used.add(0)
  const shifts: number[] = []
  let gone = 0
  old.sources.forEach(({ start, end }, at) => {
    shifts.push(gone)
    if (!used.has(at)) gone += end - start
  })
  const sources = old.sources.flatMap((_, at) => (used.has(at) ? [at] : []))
  return { sources, shiftOf: (address: number) => shifts[old.numberAt(address)] ?? 0 }
}

function readdressed({ references, steps, ...rest }: Segment, shiftOf: (address: number) => number): Segment {
  const moved = (columns: ArrayLike<number>) => Float64Array.from(columns, (address) => address - shiftOf(address))
  return {
    ...rest,
    references: { ...references, start: moved(references.start) },
    steps: {
      ...steps,
      from: Float64Array.from(steps.from, (at, step) => (steps.copy[step]! > 0 ? at - shiftOf(at) : 0)),
    },
  }
}
