import type { Changed } from './changed'
import { saidOf, type PlacedItem, type Sources } from './described'
import { makeFrame } from './frame'
import { oldBytes, sizesPutBack, type CompactJob } from './job'
import { notable, type Noted } from './noted'
import type { Item } from './plan'

/** A frame, and what is put back into it. */
export interface PlacedFrame {
  readonly frame: Blob
  readonly placed: readonly PlacedItem[]
}

/** The frame without all that a note can speak of. @param changed the recipes; what is to be made of old layers and has none is carried. */
export async function placedFrame(job: CompactJob, changed: ReadonlyMap<Item, Changed>): Promise<PlacedFrame> {
  const items = job.plan.items.filter((item) => item.kind !== 'changed' || changed.has(item))
  const all = await framed(job, items, changed)
  const sources = sourcesOf(job)
  const noted = all.placed.map((placed) => notedOf(placed, changed.get(placed.item), job, sources))
  const chosen = notable(noted)
  if (chosen.length === noted.length) return all
  return framed(
    job,
    chosen.map(({ placed }) => placed.item),
    changed,
  )
}

async function framed(
  job: CompactJob,
  items: readonly Item[],
  changed: ReadonlyMap<Item, Changed>,
): Promise<PlacedFrame> {
  const sizeOf = sizesPutBack(job)
  const sizes = new Map(items.map((item) => [item, sizeOf(item)]))
  const { bytes: frame, placed } = await makeFrame(job.archive, { frame: job.plan.frame, items }, sizes)
  return {
    frame,
    placed: items.flatMap((item) => {
      const place = placed.get(item)
      return place ? [{ item, size: sizeOf(item), recipe: changed.get(item)?.recipe, ...place }] : []
    }),
  }
}

function notedOf(placed: PlacedItem, recipe: Changed | undefined, { codec }: CompactJob, sources: Sources): Noted {
  const carried = recipe ? recipe.ops.end - recipe.ops.start + recipe.literals.end - recipe.literals.start : 0
  const said = saidOf(placed, codec, sources)
  return { placed, said, gain: placed.size * placed.fills.length - carried - said }
}

/** All old layers, as a note names them. */
export const sourcesOf = (job: CompactJob): Sources =>
  oldBytes(job).map(({ size }, at) => ({ diffId: job.plan.olds[at]!.diffId, size }))
