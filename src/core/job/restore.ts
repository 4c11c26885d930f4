import { refuseDamaged } from '../check/kept'
import { algorithmOf, hashedAs, toHash, type Hashed, type ToHash } from '../check/to-hash'
import type { Destination } from '../destination/destination'
import { ArchiveError, errorOf, type ErrorFacts } from '../errors'
import { filled } from '../form/filled'
import { sha256OfBlob, type Digest } from '../image/digest'
import { remark } from '../image/finding'
import { payloadsOf, type ImageArchive, type Payload } from '../image/model'
import { storedBytes } from '../image/payload'
import { storedLayer, type StoredLayer } from '../layer/stack'
import { fillingsOf, type Filling } from '../plan/fillings'
import { withoutDamaged, type Damaged } from './damaged'
import type { Remarked } from './remarked'
import { isRelinkable, relinkedTo, type Relinkable } from './relinked-to'
import { otherwisePacked, wrongBase } from './wrong-base'

/** An archive to make whole again. */
export interface RestoreJob {
  readonly archive: ImageArchive
  /** Those that may have what it lacks. */
  readonly bases: readonly ImageArchive[]
  /** What of those is not to be used. */
  readonly damaged: readonly Damaged[]
  /** All that is known of what is there: it tells why a layer is not to be had. */
  readonly destination: Pick<Destination, 'holdings'>
  /** Whether its own bytes are asked for. Else a manifest is written anew where a base has a layer in another packing than it names. */
  readonly exact: boolean
}

/** What is to be said of bases that have something damaged. */
type Remarks = Pick<Remarked, 'remarks'>

/** How an archive becomes whole. */
export interface RestorePlan extends Remarks {
  readonly fillings: readonly Filling[]
  /** Those that have what it lacks, without what is damaged. */
  readonly bases: readonly ImageArchive[]
  /** Layers that go in as a base has them, under manifests that say so. */
  readonly relinked: readonly Relinkable[]
  /** Why it can’t; nothing is written then. */
  readonly stop: ArchiveError | undefined
}

/** An archive, and what it takes to fill it. */
export interface Fillable extends Remarks {
  readonly archive: ImageArchive
  readonly fillings: readonly Filling[]
}

export function planRestore({ archive, destination, exact, damaged, ...job }: RestoreJob): RestorePlan {
  // Where nobody has it left, a layer lacks: that is seen here.
  const { archives: bases, remarks } = withoutDamaged(job.bases, damaged, () => true)
  const { fillings, unfilled } = fillingsOf(archive, bases)
  const relinked = exact || !archive.oci ? [] : unfilled.filter(isRelinkable)
  const left: ReadonlySet<unknown> = new Set(relinked)
  const first = unfilled.find((one) => !left.has(one))
  const last = damaged.at(-1)
  const stop = first && (last ? errorOf(last.fault) : wrongBase(archive, first, destination))
  return { fillings, bases, relinked, stop, remarks }
}

/** @throws ArchiveError why it can’t be made whole. */
export async function fillable(job: RestoreJob): Promise<Fillable> {
  const { fillings, bases, relinked, stop, remarks } = planRestore(job)
  if (stop) throw stop
  if (relinked.length === 0) return { archive: job.archive, fillings, remarks }
  const archive = await relinkedTo(job.archive, relinked)
  return { archive, fillings: fillingsOf(archive, bases).fillings, remarks }
}

/** The layers that some base holds packed and that are wanted plain, in the order in which `restore` takes them. */
export const packedLayers = ({ fillings }: Pick<Fillable, 'fillings'>): StoredLayer[] =>
  fillings.filter(({ unpack }) => unpack).map(({ from: [{ archive, payload }] }) => storedLayer(archive, payload))

/**
 * All that is hashed before anything is offered, each known by its place in the list: what is put in, and then what the archive
 * itself holds, where that is asked for.
 * @param unpacked the plain bytes of `packedLayers`.
 */
export function toHashFilled({ archive, fillings }: Fillable, unpacked: readonly Blob[], kept: boolean): ToHash[] {
  const plain = unpacked[Symbol.iterator]()
  const put = fillings.map(({ from: [holder], digest, unpack }) => ({
    bytes: (unpack ? plain.next().value : undefined) ?? storedBytes(holder.archive.tar, holder.payload),
    digest: algorithmOf(digest),
    unpack: undefined,
  }))
  return [...put, ...(kept ? toHash(archive) : [])].map((one, start) => ({ ...one, start }))
}

/**
 * The whole archive: a Blob of slices of the slim one and of its bases.
 * @param hashed what came of `toHashFilled`.
 * @param onBytes told of every stretch of bytes that had to be hashed beside that.
 */
export async function restore(
  { archive, fillings, ...told }: Fillable,
  unpacked: readonly Blob[],
  hashed: readonly Hashed[],
  onBytes?: (bytes: number) => void,
): Promise<Remarked> {
  const found = new Map(hashed.map((one) => [one.start, one]))
  const kept = hashedAs(toHash(archive), found, fillings.length)
  if (kept.length > 0) refuseDamaged(archive, { needed: payloadsOf(archive.images) }, kept)
  const bytes = new Map<Payload, Blob>()
  const remarks = [...told.remarks]
  const plain = unpacked[Symbol.iterator]()
  for (const [at, filling] of fillings.entries()) {
    const there = filling.unpack ? plain.next().value : undefined
    const sound = await soundBytes(archive, filling, there, found.get(at)?.digest, onBytes)
    bytes.set(filling.layer.payload, sound.bytes)
    remarks.push(...sound.remarks)
  }
  return { bytes: await filled(archive, bytes), remarks }
}

/**
 * The first bytes that hash to what is wanted: mostly the first holder’s, which are hashed already.
 * @throws ArchiveError `base-damaged`: whoever goes on without those gets others that are packed, or whose bytes went by.
 */
async function soundBytes(
  archive: ImageArchive,
  filling: Filling,
  plain: Blob | undefined,
  first: Digest | undefined,
  onBytes: ((bytes: number) => void) | undefined,
): Promise<Remarked> {
  const { from, digest: expected, unpack } = filling
  const damaged: ErrorFacts['base-damaged'][] = []
  for (const [at, { archive: base, payload }] of from.entries()) {
    if (at > 0 && (unpack || !base.tar.bytes)) break
    const bytes = plain ?? storedBytes(base.tar, payload)
    const found = (at === 0 ? first : undefined) ?? (await sha256OfBlob(bytes, onBytes))
    if (found === expected) return { bytes, remarks: damaged.map((facts) => remark('damaged-in-one', facts)) }
    // Of the others nothing told whether they were those; so nobody can be blamed.
    if (payload.digest !== undefined || unpack)
      damaged.push({ file: base.tar.name, entry: payload.path, expected, found })
  }
  const [facts] = damaged
  throw facts ? new ArchiveError('base-damaged', facts) : otherwisePacked(archive, filling, from[0].archive)
}
