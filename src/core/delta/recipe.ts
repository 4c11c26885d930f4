import { letGo, type SpareMemory } from '../compression/same-memory'
import type { Readable } from '../tar/source'
import { blockMemory, Blocks } from './blocks'
import { findCopies } from './copies'
import { Draft } from './draft'
import { Feed } from './feed'
import type { Mill } from './mill'
import type { LayerIndex } from './layer-index'
import { indexOld, type OldIndex } from './old-index'
import { ReadBefore } from './old-reader'
import { OldSpace } from './old-space'
import { partsOf } from './pieces'
import { rebuiltBy } from './rebuild'
import { sizeOf, type Segment } from './segment'
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
interface RecipeSinks {
  literals(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  ops(bytes: Uint8Array): Promise<void>
}

/** Where it goes, and who helps. */
export interface Making {
  readonly sinks: RecipeSinks
  readonly mill: Mill
  /** Is shown what the recipe makes, in order. */
  look(bytes: Uint8Array): Promise<void>
}

/** So much more than passing by is what is done to a byte of a residual. */
const MATCHING = 4

/**
 * The new bytes go by in order, and some behind are looked at once more; what they are like stands here and there, and is read once
 * more a few segments later.
 */
const KEEPING = { fresh: { kept: 14, ahead: 4 }, old: { kept: 48, ahead: 8 } } as const

/** What `onBytes` of a recipe comes to, whatever is found of the layer. */
export const workOf = (size: number) => size + MATCHING * size

/** Old layers, read once for all that is made of them. */
export interface Olds {
  readonly space: OldSpace
  readonly index: OldIndex
  /** For their blocks, and those of what is made of them. */
  readonly memory: SpareMemory
}

export interface ReadOlds extends Olds {
  /** What is known of them, in their order, as far as it is worth keeping. */
  readonly layers: readonly (LayerIndex | undefined)[]
}

/**
 * @param look is shown all that is read, in order, and which of the layers it is of.
 * @param known of some of them what came of that before: they are not read.
 * @param most bytes of what is kept of them.
 */
export async function readOlds(
  layers: readonly Readable[],
  look: (bytes: Uint8Array, layer: number) => Promise<void> = async () => {},
  known: readonly (LayerIndex | undefined)[] = [],
  most?: number,
): Promise<ReadOlds> {
  const space = new OldSpace(layers)
  const memory = blockMemory()
  return { space, memory, ...(await indexOld(space, look, known, most)) }
}

/** Frees what is known of them, once nothing more is made of them. */
export function closeOlds({ index, memory }: Olds): void {
  index.prints.close()
  memory.clear()
}

/**
 * How a layer is made of old ones (docs/compact.md): one pass over it. What is found is rebuilt at once, by what will rebuild it on
 * the other side: whoever is shown what came of it proves it.
 * @param onBytes told of work that was done, in bytes of it.
 */
export async function makeRecipe(
  fresh: Readable,
  { space, index, memory }: Olds,
  { sinks, mill, look }: Making,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<Recipe> {
  const bytes = new Blocks(new OldSpace([fresh]), KEEPING.fresh, memory)
  const blocks = new Blocks(space, KEEPING.old, memory)
  const parts = partsOf(findCopies(bytes, blocks, index), bytes, space, index.prints)
  const draft = new Draft(space)
  const literals = new Literals()

  async function* made(): AsyncGenerator<Segment> {
    for await (const one of segmentsOf(parts, { space, blocks }, mill)) {
      await sinks.literals(one.literals)
      await onBytes(MATCHING * sizeOf(one.segment))
      literals.add(one.literals)
      yield draft.add(one.segment)
    }
  }

  for await (const chunk of rebuiltBy(made(), new Feed(literals), new ReadBefore(space, blocks))) {
    await look(chunk)
    await onBytes(chunk.length)
  }
  for (const read of [bytes, blocks]) read.close()
  const sources = draft.sources()
  for (const part of draft.ops(sources)) await sinks.ops(part)
  return { literals: literals.total, segments: draft.segments, sources }
}

/** The literals of segment after segment, each gone once the next is asked for. */
class Literals implements AsyncIterator<Uint8Array> {
  readonly #waiting: Uint8Array<ArrayBuffer>[] = []
  #last: Uint8Array<ArrayBuffer> | undefined
  #total = 0

  get total(): number {
    return this.#total
  }

  add(bytes: Uint8Array<ArrayBuffer>): void {
    this.#waiting.push(bytes)
    this.#total += bytes.length
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#last) letGo(this.#last.buffer)
    this.#last = this.#waiting.shift()
    return this.#last ? { value: this.#last } : { done: true, value: undefined }
  }
}
