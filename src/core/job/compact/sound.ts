import { refuseDamaged } from '../../check/kept'
import { algorithmOf, hashedAs, toHash, type Hashed, type ToHash } from '../../check/to-hash'
import { ArchiveError } from '../../errors'
import type { Digest } from '../../image/digest'
import { payloadsOf } from '../../image/model'
import type { StoredLayer } from '../../layer/stack'
import { plainBytes, type CompactJob } from './job'
import type { Item } from './plan'

/**
 * All that is hashed beside the making: what bases are to bring, what was unpacked, and all of the archive itself that states a
 * digest, whether it is carried or not. But for old layers, which are hashed as they are read, and changed ones, as they are made again.
 */
export const toHashCompact = (job: CompactJob): ToHash[] =>
  listOf(job).filter((one) => placeAmongOlds(job, one) < 0 && !madeAgain(job, one))

type Proved = ReadonlyMap<Item, Digest>

/** What is left to be hashed beside that, once the pieces are there: layers that were taken for changed, and are carried whole. */
export const toHashUnproved = (job: CompactJob, proved: Proved): ToHash[] =>
  listOf(job).filter((one) => {
    const item = madeAgain(job, one)
    return item !== undefined && !proved.has(item)
  })

/** Of the others the hash is known. @param olds what old layers hash to. */
export const hashedMeanwhile = (job: CompactJob, olds: readonly Digest[], proved: Proved): Hashed[] =>
  listOf(job).flatMap((one) => {
    const item = madeAgain(job, one)
    const digest = olds[placeAmongOlds(job, one)] ?? (item && proved.get(item))
    return digest ? [{ start: one.start, digest, diffId: undefined, fault: undefined }] : []
  })

/** Each is known by its place in this list. */
function listOf(job: CompactJob): Listed[] {
  const stated = statedOf(job).map(({ bytes, digest }) => ({ bytes, digest: algorithmOf(digest), unpack: undefined }))
  const own = toHash(job.archive).map((one) => ({ ...one, at: one.start }))
  return [...stated, ...own].map((one, start) => ({ ...one, start }))
}

interface Listed extends ToHash {
  /** Of what is the archive's own, where it stands there. */
  readonly at?: number
}

/** Which of the old layers one of the list is, if it is known by what is hashed as that is read; below 0: none. */
function placeAmongOlds({ plan: { olds } }: CompactJob, { start, at, digest }: Listed): number {
  if (digest !== 'sha256') return -1
  if (at !== undefined) return olds.findIndex(({ own }) => own?.entry?.start === at)
  return start < olds.length ? start : -1
}

/** The plain layer that one of the list is, if it is taken for a changed one. */
const madeAgain = ({ plan }: CompactJob, { at, digest }: Listed): Item | undefined =>
  at === undefined || digest !== 'sha256'
    ? undefined
    : plan.items.find(
        ({ kind, payloads }) =>
          kind === 'changed' && payloads.some(({ encoding, entry }) => encoding === 'tar' && entry?.start === at),
      )

/**
 * @param used the old layers that recipes are made of: nobody needs the others.
 * @throws ArchiveError `base-damaged` for what a base has, `layer-damaged` or `blob-damaged` for the archive's own.
 */
export function refuseUnsound(job: CompactJob, used: ReadonlySet<number>, hashed: readonly Hashed[]): void {
  const { archive, plan } = job
  const found = new Map(hashed.map((one) => [one.start, one]))
  const stated = statedOf(job)
  for (const [at, one] of stated.entries())
    if (at >= plan.olds.length || (used.has(at) && !plan.olds[at]?.own)) refuseOther(one, digestAt(found, at))
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
  readonly bytes: Blob
  readonly digest: Digest
}

/** Old layers first, by their places. */
function statedOf({ plan, unpacked }: CompactJob): Stated[] {
  const plain = plainBytes(plan, unpacked)
  const olds = plan.olds.map(({ stored, diffId }) => ({ stored, bytes: plain(stored), digest: diffId }))
  const others = plan.items.filter(isPlainOfPacked)
  return [...olds, ...others.map(({ stored, digest }) => ({ stored, bytes: plain(stored), digest }))]
}

const isPlainOfPacked = ({ kind, payloads }: Item) =>
  kind !== 'blob' && payloads.some(({ encoding }) => encoding !== 'tar')

function refuseOther({ stored: { file, entry }, digest }: Stated, found: Digest): void {
  if (found === digest) return
  throw new ArchiveError('base-damaged', { file, entry, expected: digest, found })
}
