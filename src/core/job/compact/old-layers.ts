import type { Hashing, RunningHash } from '../../check/hashing'
import { readOlds, type Olds } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import { quietly } from '../../quietly'
import type { Readable } from '../../tar/source'
import type { Damaged } from '../damaged'
import { oldBytes, type CompactJob } from './job'
import type { CompactPlan } from './plan'

/** What changed layers may be made of, read once for all that is made of it. */
export interface OldLayers extends Olds {
  /** Their plain bytes, and what they hash to. */
  readonly layers: readonly Readable[]
  readonly digests: readonly Digest[]
}

/** @param onBytes told of bytes that were read; may wait, or throw to stop it. */
export async function readOldLayers(
  job: CompactJob,
  hashing: Hashing,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<OldLayers> {
  const layers = oldBytes(job)
  const digests: Promise<Digest>[] = []
  let sum: RunningHash | undefined
  let left = 0
  const olds = await readOlds(layers, async (bytes, at) => {
    if (!sum) [sum, left] = [hashing.begin(), layers[at]!.size]
    await sum.write(bytes)
    left -= bytes.length
    // Not all in the end: there may be thousands, and each that is open takes one of few hashers.
    if (left === 0) {
      digests.push(quietly(sum.digest()))
      sum = undefined
    }
    await onBytes(bytes.length)
  })
  return { ...olds, layers, digests: await Promise.all(digests) }
}

/** Those that are not what they are called. What is the archive's own is told of with the archive. */
export const damagedOlds = ({ olds }: CompactPlan, digests: readonly Digest[]): Damaged[] =>
  olds.flatMap(({ diffId: expected, stored: { file, entry }, own }, at) => {
    const found = digests[at]
    if (own || !found || found === expected) return []
    return [{ file, entry, fault: { code: 'base-damaged', facts: { file, entry, expected, found } } }]
  })
