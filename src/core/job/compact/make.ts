import type { OnBytes } from '../../check/hash'
import { telling, type Hashing } from '../../check/hashing'
import type { Hashed } from '../../check/to-hash'
import type { Sink } from '../../compression/sink'
import type { Mill } from '../../delta/mill'
import { NOTE } from '../../delta/note'
import { parseNote } from '../../delta/parse-note'
import { closeOlds } from '../../delta/recipe'
import { assemble } from '../../form/assemble'
import { fileParts, type Part } from '../../form/parts'
import { hexOf, type Digest } from '../../image/digest'
import { keptBytes } from '../../tar/index'
import { nearIn, Piece, type Stretch } from '../../tar/near'
import type { Readable } from '../../tar/source'
import { endOfArchive } from '../../tar/write'
import { changedLayer, type Changed, type Changing } from './changed'
import { noteText, type PlacedItem } from './described'
import { bytesPutBack, freshBytes, type CompactJob } from './job'
import { madeRecipes, recipeFor, takenOver, type MadeRecipe } from './made-recipe'
import { frameName, literalsName, opsName } from './names'
import type { OldLayers } from './old-layers'
import { packedFrame } from './packed-frame'
import { placedFrame, sourcesOf } from './placed-frame'
import type { CompactPlan, Item } from './plan'
import { proveChanged, proveFrame, proveLayers, proveSame } from './prove'
import { hashedMeanwhile, refuseUnsound } from './sound'
import { cut, Spooled } from './spooled'
import { cuttable, wholeParts } from './whole'
import { WholeSum } from './whole-sum'

/** A changed layer, and what it comes to in the archive. */
export interface MadeLayer {
  readonly diffId: Digest
  readonly size: number
  readonly carried: number
}

export interface MadeCompact {
  readonly bytes: Blob
  readonly layers: readonly MadeLayer[]
  /** For others that are made of the same, as long as what was spooled is there. */
  readonly recipes: readonly MadeRecipe[]
}

/** All that a compact archive carries, but for the note. */
export interface CompactPieces {
  readonly job: CompactJob
  readonly changed: readonly Changed[]
  /** What old layers hash to. */
  readonly olds: readonly Digest[]
  /** What changed layers hash to. */
  readonly proved: ReadonlyMap<Item, Digest>
  readonly placed: readonly PlacedItem[]
  readonly frame: Blob
  readonly packed: Stretch | undefined
  readonly spooled: Blob
  /** The archive that is to come back. */
  readonly whole: { readonly size: number; readonly digest: Digest }
}

export interface CompactMeans {
  /** For what is packed. */
  readonly sink: Sink
  readonly mill: Mill
  readonly hashing: Hashing
}

/**
 * The pieces of a compact archive (docs/compact.md). They are proved before they are given out: layers are made of the old ones
 * again and hashed, and the whole is put together and compared with what is there.
 * @param onBytes told of work that was done, in bytes of it (see `workOfCompact`); may wait, or throw to stop it.
 */
export async function makePieces(
  job: CompactJob,
  olds: OldLayers,
  { sink, mill, hashing }: CompactMeans,
  onBytes: OnBytes = () => {},
): Promise<CompactPieces> {
  const { archive, plan, codec, recipes = [] } = job
  const freshOf = freshBytes(job)
  const spool = new Spooled(sink)
  const summing = telling(hashing, onBytes)
  const own = plan.frame === 'own' ? new WholeSum(keptBytes(archive.tar), summing) : undefined
  const changed = new Map<Item, Changed>()
  for (const item of changedItems(plan)) {
    const whole = await own?.from(startOf(item))
    const changing = { olds, codec, mill, spool, hashing, whole, onBytes }
    const one = await changedBy(recipes, item, freshOf(item), changing)
    if (one) changed.set(item, one)
  }
  closeOlds(olds)
  const { frame, placed } = await placedFrame(job, changed)
  const packed = await packedFrame(frame, { codec, mill, spool }, onBytes)
  const spooled = await spool.finish()
  const carried = placed.flatMap(({ item }) => changed.get(item) ?? [])
  const made = { codec, spooled: nearIn(spooled), olds: olds.layers }
  for (const one of carried) await proveChanged(one, made, hashing, onBytes)
  if (packed) await proveFrame(frame, { codec, bytes: cut(spooled, packed) }, onBytes)
  const bytesOf = bytesPutBack(job)
  const parts = partsOf(frame, placed)
  const whole = own ? keptBytes(archive.tar) : await assemble(put(parts, bytesOf))
  if (own) await proveSame(parts, archive.tar, bytesOf, onBytes)
  else await proveLayers(whole, archive.tar.name)
  const digest = await (own ?? new WholeSum(whole, summing)).digest()
  return {
    job,
    changed: carried,
    olds: olds.digests,
    proved: new Map(carried.map(({ item, digest }) => [item, digest])),
    placed,
    frame,
    packed,
    spooled,
    whole: { size: whole.size, digest },
  }
}

/** By a recipe that is there, or a new one. */
async function changedBy(
  recipes: readonly MadeRecipe[],
  item: Item,
  fresh: Readable,
  changing: Changing & { readonly olds: OldLayers },
): Promise<Changed | undefined> {
  const { digests } = changing.olds
  const known = recipeFor(item, fresh, { recipes, codec: changing.codec, olds: digests })
  if (!known) return changedLayer(item, fresh, changing)
  // All of it has gone by then.
  return (
    (await takenOver(item, fresh, known, digests, changing)) ??
    changedLayer(item, fresh, { ...changing, whole: undefined })
  )
}

/** In the archive's order. */
const changedItems = ({ items }: CompactPlan): Item[] =>
  items.filter(({ kind }) => kind === 'changed').toSorted((one, other) => startOf(one) - startOf(other))

const startOf = ({ payloads }: Item) => payloads[0]?.entry?.start ?? 0

/**
 * The compact archive.
 * @param hashed what came of `toHashCompact` and `toHashUnproved`.
 * @throws ArchiveError where something is not what it is called.
 */
export async function writeCompact(pieces: CompactPieces, hashed: readonly Hashed[]): Promise<MadeCompact> {
  const { job, changed, olds, proved, placed, frame, packed, spooled, whole } = pieces
  const { archive, plan, codec, made } = job
  refuseUnsound(job, olds, [...hashed, ...hashedMeanwhile(job, olds, proved)])
  const told = { sha256: hexOf(whole.digest), size: whole.size, name: archive.tar.name }
  const note = noteText({ made, frame: plan.frame, codec, archive: told, placed, sources: sourcesOf(job) })
  // What nobody could read there is told here.
  parseNote(note)

  const near = nearIn(spooled)
  async function* parts(): AsyncGenerator<Part> {
    yield* fileParts(NOTE, new TextEncoder().encode(note))
    for (const { name, text } of job.beside) yield* fileParts(name, new TextEncoder().encode(text))
    for (const { item, ops, literals } of changed) {
      yield* fileParts(opsName(item.digest), await near.piece(ops).part())
      yield* fileParts(literalsName(item.digest), await near.piece(literals).part())
    }
    yield* fileParts(frameName(packed && codec), packed ? cut(spooled, packed) : frame)
    yield endOfArchive
  }
  const layers = changed.map(({ item, fresh, ops, literals }) => {
    return { diffId: item.digest, size: fresh.size, carried: literals.end - literals.start + ops.end - ops.start }
  })
  return { bytes: await assemble(parts()), layers, recipes: madeRecipes({ ...pieces, codec: job.codec }) }
}

/** The whole archive, in which items stand for their bytes. */
async function* partsOf(frame: Blob, placed: readonly PlacedItem[]): AsyncGenerator<Part | PlacedItem> {
  const items = placed.map((one) => ({ ...one, bytes: one }))
  for (const part of wholeParts(cuttable(frame), items)) yield part instanceof Piece ? part.part() : part
}

async function* put(parts: AsyncIterable<Part | PlacedItem>, bytesOf: (item: Item) => Blob): AsyncGenerator<Part> {
  for await (const part of parts) yield 'item' in part ? bytesOf(part.item) : part
}
