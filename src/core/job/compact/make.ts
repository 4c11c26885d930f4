import type { Sink } from '../../compression/sink'
import type { Codec } from '../../delta/note'
import { readOlds, workOf } from '../../delta/recipe'
import { assemble } from '../../form/assemble'
import { fileParts, type Part } from '../../form/parts'
import type { Digest } from '../../image/digest'
import type { ImageArchive } from '../../image/model'
import { endOfArchive } from '../../tar/write'
import { changedLayer, type Changed } from './changed'
import { noteText, type PlacedItem } from './described'
import { makeFrame } from './frame'
import { frameName, literalsName, opsName } from './names'
import { packedFrame } from './packed-frame'
import { toUnpack, type CompactPlan, type Item } from './plan'
import { proveDigest, proveRecipe, proveWhole } from './prove'
import { cut, Spooled } from './spooled'
import { wholeParts } from './whole'
import { NOTE } from '../../delta/note'

type OnBytes = (bytes: number) => void | Promise<void>

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
  onBytes: OnBytes = () => {},
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

  const placed = items.flatMap((item) => {
    const place = frame.placed.get(item)
    return place ? [{ item, bytes: bytesOf(item), recipe: changed.get(item)?.recipe, ...place }] : []
  })
  const sources = plan.olds.map(({ diffId }, at) => ({ diffId, size: oldBlobs[at]!.size }))
  await provePieces({ plan, oldBlobs, changed: [...changed.values()], placed, spooled, codec }, onBytes)
  const whole = await proveWhole(wholeParts(frame.bytes, placed), archive.tar, plan.frame, onBytes)
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

interface Pieces {
  readonly plan: CompactPlan
  readonly oldBlobs: readonly Blob[]
  readonly changed: readonly Changed[]
  readonly placed: readonly PlacedItem[]
  readonly spooled: Blob
  readonly codec: Codec
}

/** That recipes make their layers again, of old ones that are sound, and that what bases bring is what it is called. */
async function provePieces(
  { plan, oldBlobs, changed, placed, spooled, codec }: Pieces,
  onBytes: OnBytes,
): Promise<void> {
  for (const { item, recipe, fresh, ...stretches } of changed) {
    const [ops, literals] = [cut(spooled, stretches.ops), cut(spooled, stretches.literals)]
    const announced = { ...recipe, size: fresh.size }
    const sources = recipe.sources.map((at) => oldBlobs[at]!)
    await proveRecipe({ announced, codec, ops, literals }, sources, item.digest, onBytes)
  }
  for (const at of new Set(changed.flatMap(({ recipe }) => recipe.sources)))
    await proveDigest(plan.olds[at]!.stored.name, oldBlobs[at]!, plan.olds[at]!.diffId, onBytes)
  for (const { item, bytes } of placed)
    if (item.kind !== 'changed') await proveDigest(item.stored.name, bytes, item.digest, onBytes)
}

/** What `onBytes` comes to, about: some of it may end before. */
export function workOfCompact({ archive, plan, unpacked }: Pick<CompactJob, 'archive' | 'plan' | 'unpacked'>): number {
  const plain = plainBytes(plan, unpacked)
  const sizeOf = (all: readonly Pick<Item, 'stored'>[]) => all.reduce((sum, { stored }) => sum + plain(stored).size, 0)
  const changed = sizeOf(plan.items.filter(({ kind }) => kind === 'changed'))
  return 2 * sizeOf(plan.olds) + workOf(changed) + changed + 2 * archive.tar.size
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
