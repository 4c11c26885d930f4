import { passing } from '../compression/chunks'
import { Feed } from '../delta/feed'
import { beginOps, nextSegment } from '../delta/read-ops'
import { runsOf } from '../delta/runs'
import { newRuns, type Segment } from '../delta/segment'

/** Bytes of a layer from one place, in order, and what is carried for them. */
export interface Billed {
  readonly length: number
  /** Where they are in the space of all old layers; undefined: they are carried. */
  readonly from: number | undefined
  /** The carried ones. */
  readonly literals: Uint8Array
  /** What it costs to say where they come from. */
  readonly saying: number
}

/** A layer that is made of old ones: what a compact archive carries of it, unpacked. */
export interface ChangedLayer {
  readonly segments: number
  readonly ops: AsyncIterator<Uint8Array>
  /** What a byte of the ops comes to, packed. */
  readonly opsShare: number
  readonly literals: AsyncIterator<Uint8Array>
  /** An address in the layer's own sources as one in the space of all old layers. */
  readonly addressOf: (from: number) => number
}

export async function* billedByOps(layer: ChangedLayer): AsyncGenerator<Billed> {
  const recipe = new Feed(layer.ops)
  const literal = new Feed(layer.literals)
  const runs = newRuns()
  await beginOps(recipe)
  for (let count = 0; count < layer.segments; count++) {
    const before = recipe.taken
    const segment = await nextSegment(recipe, runs)
    const perOp = (layer.opsShare * (recipe.taken - before)) / (segment.steps.copy.length + segment.matches.from.length)
    const bytes = await literal.take(literalsOf(segment))
    let used = 0
    for (const { length, from, ops } of runsOf(segment)) {
      const literals = bytes.subarray(used, (used += from === undefined ? length : 0))
      yield { length, from: from === undefined ? undefined : layer.addressOf(from), literals, saying: ops * perOp }
    }
  }
}

/** A layer that is carried whole. */
export async function* billedWhole(fresh: Blob): AsyncGenerator<Billed> {
  for await (const literals of passing(fresh)) yield { length: literals.length, from: undefined, literals, saying: 0 }
}

function literalsOf({ residual, matches }: Segment): number {
  let literals = residual
  for (let at = 0; at < matches.length.length; at++) literals -= matches.length[at]!
  return literals
}
