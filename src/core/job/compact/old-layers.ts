import type { Hashing, RunningHash } from '../../check/hashing'
import { readOlds, type Olds } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import type { Damaged } from '../damaged'
import { plainBytes, type CompactJob } from './job'
import type { CompactPlan } from './plan'

/** What changed layers may be made of, read once for all that is made of it. */
export interface OldLayers extends Olds {
  /** Their plain bytes, and what they hash to. */
  readonly blobs: readonly Blob[]
  readonly digests: readonly Digest[]
}

/** @param onBytes told of bytes that were read; may wait, or throw to stop it. */
export async function readOldLayers(
  { plan, unpacked }: CompactJob,
  hashing: Hashing,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<OldLayers> {
  const plain = plainBytes(plan, unpacked)
  const blobs = plan.olds.map(({ stored }) => plain(stored))
  const sums: RunningHash[] = []
  const olds = await readOlds(blobs, async (bytes, at) => {
    const sum = (sums[at] ??= hashing.begin())
    await sum.write(bytes)
    await onBytes(bytes.length)
  })
  return { ...olds, blobs, digests: await Promise.all(sums.map((sum) => sum.digest())) }
}

/** Those that are not what they are called. What is the archive's own is told of with the archive. */
export const damagedOlds = ({ olds }: CompactPlan, digests: readonly Digest[]): Damaged[] =>
  olds.flatMap(({ diffId: expected, stored: { file, entry }, own }, at) => {
    const found = digests[at]
    if (own || !found || found === expected) return []
    return [{ file, entry, fault: { code: 'base-damaged', facts: { file, entry, expected, found } } }]
  })
