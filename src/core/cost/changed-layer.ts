import { Feed } from '../delta/feed'
import { beginOps, nextSegment } from '../delta/next-segment'
import { entriesOf } from '../delta/old-index'
import { runsOf, type Run } from '../delta/runs'
import { newRuns, type Segment } from '../delta/segment'
import { BlobSource } from '../tar/source'
import type { EntryCost } from './entry-cost'
import type { OldFiles } from './old-files'
import { OpenEntry } from './open-entry'
import { Weigher } from './weigher'

/** A layer, and what a compact archive carries of it, unpacked. */
export interface ChangedLayer {
  readonly fresh: Blob
  readonly segments: number
  readonly ops: AsyncIterator<Uint8Array>
  readonly literals: AsyncIterator<Uint8Array>
  /** An address in the layer's own sources as one in the space of all old layers. */
  readonly addressOf: (from: number) => number
}

/**
 * What each entry of a changed layer costs: every literal byte goes to the account of the one that it lies in, and so does what
 * says where its other bytes come from.
 * @param packedSize what some literals come to, packed.
 * @param opsShare what a byte of the ops comes to, packed.
 */
export async function* changedLayerCosts(
  layer: ChangedLayer,
  old: OldFiles,
  packedSize: (bytes: Uint8Array) => number,
  opsShare: number,
): AsyncGenerator<EntryCost> {
  const entries = entriesOf(new BlobSource(layer.fresh, ''))
  const weigher = new Weigher(packedSize)
  let waiting: OpenEntry[] = []
  let closed = 0
  let at = 0
  let open = await opened()

  for await (const { run, bytes, perOp } of billed(layer, opsShare)) {
    open.partAt(at).share.cost += run.ops * perOp
    for (let left = run.length, used = 0; left > 0;) {
      while (at >= open.next) {
        yield* settled(open)
        open = await opened()
      }
      const { share, end } = open.partAt(at)
      const length = Math.min(left, end - at)
      open.came(at, run.from === undefined ? undefined : layer.addressOf(run.from + used))
      if (run.from === undefined) weigher.add(bytes.subarray(used, used + length), share)
      at += length
      used += length
      left -= length
    }
  }
  weigher.close()
  yield* settled(open)

  async function opened(): Promise<OpenEntry> {
    const step = await entries.next()
    return new OpenEntry(step.done ? undefined : step.value, at)
  }

  /** Those whose literals are all weighed. */
  async function* settled(ended: OpenEntry): AsyncGenerator<EntryCost> {
    weigher.part()
    if (weigher.closed > closed) {
      for (const one of waiting) yield await one.ended(layer.fresh, old)
      waiting = []
      closed = weigher.closed
    }
    if (weigher.isOpen(ended.data) || weigher.isOpen(ended.header)) waiting.push(ended)
    else yield await ended.ended(layer.fresh, old)
  }
}

interface Billed {
  readonly run: Run
  /** Its literals. */
  readonly bytes: Uint8Array
  readonly perOp: number
}

async function* billed({ ops, literals, segments }: ChangedLayer, opsShare: number): AsyncGenerator<Billed> {
  const recipe = new Feed(ops)
  const literal = new Feed(literals)
  const runs = newRuns()
  await beginOps(recipe)
  for (let count = 0; count < segments; count++) {
    const before = recipe.taken
    const segment = await nextSegment(recipe, runs)
    const perOp = (opsShare * (recipe.taken - before)) / (segment.steps.copy.length + segment.matches.from.length)
    const bytes = await literal.take(literalsOf(segment))
    let used = 0
    for (const run of runsOf(segment)) {
      const length = run.from === undefined ? run.length : 0
      yield { run, bytes: bytes.subarray(used, (used += length)), perOp }
    }
  }
}

function literalsOf({ residual, matches }: Segment): number {
  let literals = residual
  for (let at = 0; at < matches.length.length; at++) literals -= matches.length[at]!
  return literals
}
