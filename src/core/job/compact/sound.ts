import { refuseDamaged } from '../../check/kept'
import { algorithmOf, hashedAs, toHash, type Hashed, type ToHash } from '../../check/to-hash'
import { ArchiveError, errorOf } from '../../errors'
import type { Digest } from '../../image/digest'
import { payloadsOf } from '../../image/model'
import type { StoredLayer } from '../../layer/stack'
import { plainBytes, type CompactJob } from './job'
import { damagedOlds } from './old-layers'
import type { CompactPlan, Item } from './plan'

/**
 * All that is hashed beside the making: what bases are to bring, what was unpacked, and all of the archive itself that states a
 * digest, whether it is carried or not. But for old layers, which are hashed as they are read, and changed ones, as they are made again.
 */
export const toHashCompact = (job: CompactJob): ToHash[] =>
  listOf(job).flatMap(({ toHash, old, item }) => (old === undefined && !item ? [toHash()] : []))

type Proved = ReadonlyMap<Item, Digest>

/** What is left to be hashed beside that, once the pieces are there: layers that were taken for changed, and are carried whole. */
export const toHashUnproved = (job: CompactJob, proved: Proved): ToHash[] =>
  listOf(job).flatMap(({ toHash, item }) => (item && !proved.has(item) ? [toHash()] : []))

/** Of the others the hash is known. @param olds what old layers hash to. */
export const hashedMeanwhile = (job: CompactJob, olds: readonly Digest[], proved: Proved): Hashed[] =>
  listOf(job).flatMap(({ start, old, item }) => {
    const digest = (old === undefined ? undefined : olds[old]) ?? (item && proved.get(item))
    return digest ? [{ start, digest, diffId: undefined, fault: undefined }] : []
  })

interface Listed {
  readonly start: number
  readonly toHash: () => ToHash
  /** Which of the old layers it is, which are hashed as they are read. */
  readonly old: number | undefined
  /** The plain layer of the archive that it is, if that is taken for a changed one. */
  readonly item: Item | undefined
}

/** Each is known by its place in this list. */
function listOf(job: CompactJob): Listed[] {
  const { olds, items } = job.plan
  const stated = statedOf(job).map(({ bytes, digest }, start): Listed => {
    const toHash = () => ({ start, bytes: bytes(), digest: algorithmOf(digest), unpack: undefined })
    return { start, toHash, old: undefined, item: undefined }
  })
  const [oldAt, itemAt] = [placesOfOlds(olds), placesOfChanged(items)]
  const own = toHash(job.archive).map((one, at): Listed => {
    const isOurs = one.digest === 'sha256'
    const start = stated.length + at
    return {
      start,
      toHash: () => ({ ...one, start }),
      old: isOurs ? oldAt.get(one.start) : undefined,
      item: isOurs ? itemAt.get(one.start) : undefined,
    }
  })
  return [...stated, ...own]
}

/** By where the archive has them, too. */
const placesOfOlds = (olds: CompactPlan['olds']): ReadonlyMap<number, number> =>
  new Map(olds.flatMap(({ own }, at) => (own?.entry ? [[own.entry.start, at] as const] : [])))

/** By where they stand, plain. */
const placesOfChanged = (items: CompactPlan['items']): ReadonlyMap<number, Item> =>
  new Map(
    items.flatMap((item) =>
      (item.kind === 'changed' ? item.payloads : []).flatMap(({ encoding, entry }) =>
        encoding === 'tar' && entry ? [[entry.start, item] as const] : [],
      ),
    ),
  )

/**
 * @param olds what old layers hash to.
 * @throws ArchiveError `base-damaged` for what a base has, `layer-damaged` or `blob-damaged` for the archive's own.
 */
export function refuseUnsound(job: CompactJob, olds: readonly Digest[], hashed: readonly Hashed[]): void {
  const { archive, plan } = job
  const [old] = damagedOlds(plan, olds)
  if (old) throw errorOf(old.fault)
  const found = new Map(hashed.map((one) => [one.start, one]))
  const stated = statedOf(job)
  for (const [at, one] of stated.entries()) refuseOther(one, digestAt(found, at))
  const own = hashedAs(toHash(archive), found, stated.length)
  refuseDamaged(archive, { needed: payloadsOf(archive.images) }, own)
}

function digestAt(found: ReadonlyMap<number, Hashed>, at: number): Digest {
  const one = found.get(at)
  if (!one) throw new RangeError(`${at} was not hashed`)
  return one.digest
}

interface Stated {
  readonly stored: StoredLayer
  readonly bytes: () => Blob
  readonly digest: Digest
}

function statedOf({ plan, unpacked }: CompactJob): Stated[] {
  const plain = plainBytes(plan, unpacked)
  return plan.items
    .filter(isPlainOfPacked)
    .map(({ stored, digest }) => ({ stored, bytes: () => plain(stored), digest }))
}

const isPlainOfPacked = ({ kind, payloads }: Item) =>
  kind !== 'blob' && payloads.some(({ encoding }) => encoding !== 'tar')

function refuseOther({ stored: { file, entry }, digest }: Stated, found: Digest): void {
  if (found === digest) return
  throw new ArchiveError('base-damaged', { file, entry, expected: digest, found })
}
