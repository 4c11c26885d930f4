import type { Sink } from '../../compression/sink'
import type { Codec } from '../../delta/note'
import { readOlds, workOf } from '../../delta/recipe'
import { assemble } from '../../form/assemble'
import { fileParts, type Part } from '../../form/parts'
import type { Digest } from '../../image/digest'
import type { ImageArchive } from '../../image/model'
import { endOfArchive } from '../../tar/write'
import { changedLayer, type Changed } from './changed'
import { noteText } from './described'
import { makeFrame } from './frame'
import { frameName, literalsName, opsName } from './names'
import { packedFrame } from './packed-frame'
import { toUnpack, type CompactPlan, type Item } from './plan'
import { proveRecipe, proveWhole } from './prove'
import { cut, Spooled } from './spooled'
import { wholeParts } from './whole'
import { NOTE } from '../../delta/note'

/** What is asked for. */
export interface CompactJob {
  readonly archive: ImageArchive
  readonly plan: CompactPlan
  /** The plain bytes of what `toUnpack` named. */
  readonly unpacked: readonly Blob[]
  readonly codec: Codec
  /** The tool's version, without a space. */
  readonly made: string
  /** What else is to travel: how it is restored. */
  readonly beside: readonly { readonly name: string; readonly text: string }[]
}

/** A changed layer, and what it comes to in the archive. */
export interface MadeLayer {
  readonly diffId: Digest
  readonly size: number
  readonly carried: number
}

export interface MadeCompact {
  readonly bytes: Blob
  readonly layers: readonly MadeLayer[]
}

/**
 * The compact archive (docs/compact.md). It is proved before it is given out: layers are made of the old ones again and hashed,
 * and the whole is put together and compared with the archive.
 * @param sink for what is packed.
 * @param onBytes told of work that was done, in bytes of it (see `workOfCompact`); may wait, or throw to stop it.
 */
export async function makeCompact(
  { archive, plan, unpacked, codec, made, beside }: CompactJob,
  sink: Sink,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<MadeCompact> {
  const plain = plainBytes(plan, unpacked)
  const oldBlobs = plan.olds.map(({ stored }) => plain(stored))
  const olds = await readOlds(oldBlobs, onBytes)
  const spool = new Spooled(sink)
  const changed = new Map<Item, Changed>()
  for (const item of plan.items.filter(({ kind }) => kind === 'changed')) {
    const one = await changedLayer(item, plain(item.stored), { olds, codec, spool, onBytes })
    if (one) changed.set(item, one)
  }
  const items = plan.items.filter((item) => item.kind !== 'changed' || changed.has(item))
  const bytesOf = (item: Item) => (item.kind === 'blob' ? item.stored.blob : plain(item.stored))
  const sizes = new Map(items.map((item) => [item, bytesOf(item).size]))
  const frame = await makeFrame(archive, { frame: plan.frame, items }, sizes)
  const packed = await packedFrame(frame.bytes, codec, spool, onBytes)
  const spooled = await spool.finish()

  for (const { item, recipe, fresh, ...stretches } of changed.values()) {
    const [ops, literals] = [cut(spooled, stretches.ops), cut(spooled, stretches.literals)]
    const announced = { ...recipe, size: fresh.size }
    const sources = recipe.sources.map((at) => oldBlobs[at]!)
    await proveRecipe({ announced, codec, ops, literals }, sources, item.digest, onBytes)
  }
  const placed = items.flatMap((item) => {
    const place = frame.placed.get(item)
    return place ? [{ item, bytes: bytesOf(item), recipe: changed.get(item)?.recipe, ...place }] : []
  })
  const whole = await proveWhole(wholeParts(frame.bytes, placed), archive.tar, plan.frame, onBytes)
  const sources = plan.olds.map(({ diffId }, at) => ({ diffId, size: oldBlobs[at]!.size }))
  const note = noteText({ made, frame: plan.frame, codec, archive: whole, placed, sources })

  function* parts(): Generator<Part> {
    yield* fileParts(NOTE, new TextEncoder().encode(note))
    for (const { name, text } of beside) yield* fileParts(name, new TextEncoder().encode(text))
    for (const { item, ops, literals } of changed.values()) {
      yield* fileParts(opsName(item.digest), cut(spooled, ops))
      yield* fileParts(literalsName(item.digest), cut(spooled, literals))
    }
    yield* fileParts(frameName(packed && codec), packed ? cut(spooled, packed) : frame.bytes)
    yield endOfArchive
  }
  const layers = [...changed.values()].map(({ item, fresh, ops, literals }) => {
    return { diffId: item.digest, size: fresh.size, carried: literals.end - literals.start + ops.end - ops.start }
  })
  return { bytes: await assemble(each(parts())), layers }
}

/** What `onBytes` comes to, about: some of it may end before. */
export function workOfCompact({ archive, plan, unpacked }: Pick<CompactJob, 'archive' | 'plan' | 'unpacked'>): number {
  const plain = plainBytes(plan, unpacked)
  const sizeOf = (all: readonly Pick<Item, 'stored'>[]) => all.reduce((sum, { stored }) => sum + plain(stored).size, 0)
  const changed = sizeOf(plan.items.filter(({ kind }) => kind === 'changed'))
  return sizeOf(plan.olds) + workOf(changed) + changed + archive.tar.size
}

function plainBytes(plan: CompactPlan, unpacked: readonly Blob[]) {
  const plains = new Map(toUnpack(plan).map((stored, at) => [stored, unpacked[at]]))
  return (stored: Item['stored']): Blob => {
    const bytes = stored.encoding === 'tar' ? stored.blob : plains.get(stored)
    if (!bytes) throw new RangeError(`${stored.name} was not unpacked`)
    return bytes
  }
}

async function* each(parts: Iterable<Part>) {
  yield* parts
}
