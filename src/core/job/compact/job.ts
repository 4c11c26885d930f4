import type { Codec } from '../../delta/note'
import { workOf } from '../../delta/recipe'
import type { ImageArchive } from '../../image/model'
import { nameOf } from '../../layer/stack'
import { toUnpack, type CompactPlan, type Item } from './plan'

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

/** It is packed, unpacked again, and held against the archive. */
const FRAME_PASSES = 3

/** What `onBytes` of all the making comes to, about: some of it may end before. */
export function workOfCompact(job: CompactJob): number {
  const { archive, plan } = job
  const putBack = bytesPutBack(job)
  const changed = sizeOf(plan.items.filter(({ kind }) => kind === 'changed').map(putBack))
  const taken = plan.items.flatMap(({ payloads }) => payloads).reduce((sum, { size }) => sum + size, 0)
  const frame = archive.tar.size - taken
  const whole = frame + sizeOf(plan.items.map(putBack))
  return workOfOlds(job) + workOf(changed) + FRAME_PASSES * frame + whole
}

/** The part of it that is done once the old layers are read. */
export function workOfOlds({ plan, unpacked }: CompactJob): number {
  const plain = plainBytes(plan, unpacked)
  return sizeOf(plan.olds.map(({ stored }) => plain(stored)))
}

const sizeOf = (blobs: readonly Blob[]) => blobs.reduce((sum, { size }) => sum + size, 0)

/** What is put back for an item. */
export function bytesPutBack({ plan, unpacked }: CompactJob) {
  const plain = plainBytes(plan, unpacked)
  return ({ kind, stored }: Item): Blob => (kind === 'blob' ? stored.blob : plain(stored))
}

/** The plain bytes of an item, or of an old layer. */
export function plainBytes(plan: CompactPlan, unpacked: readonly Blob[]) {
  const plains = new Map(toUnpack(plan).map((stored, at) => [stored, unpacked[at]]))
  return (stored: Item['stored']): Blob => {
    const bytes = stored.encoding === 'tar' ? stored.blob : plains.get(stored)
    if (!bytes) throw new RangeError(`${nameOf(stored)} was not unpacked`)
    return bytes
  }
}
