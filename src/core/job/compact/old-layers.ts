import type { Hashing, RunningHash } from '../../check/hashing'
import type { LayerIndex } from '../../delta/layer-index'
import { isUsable } from '../../delta/old-index'
import { readOlds, type Olds } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import { quietly } from '../../quietly'
import type { Readable } from '../../tar/source'
import type { Damaged } from '../damaged'
import { oldBytes, type CompactJob } from './job'
import type { CompactPlan } from './plan'
import { sizeOf } from './sizes'

/** What reading an old layer told: plain data, which can be kept for whatever is made of that layer next. */
export interface ReadLayer {
  /** What its plain bytes hash to. */
  readonly digest: Digest
  readonly index: LayerIndex
}

/** Of each of the old layers what is known of it, by their order. */
export type Known = readonly (ReadLayer | undefined)[]

/** What changed layers may be made of, read once for all that is made of it. */
export interface OldLayers extends Olds {
  /** Their plain bytes, and what they hash to. */
  readonly layers: readonly Readable[]
  readonly digests: readonly Digest[]
  /** What is known of those that are worth it: what was known before is handed on, too. */
  readonly read: Known
}

/** What `onBytes` of reading them comes to. @param known what is not read again. */
export function workOfOlds(job: CompactJob, known: Known = []): number {
  const layers = oldBytes(job)
  const all = sizeOf(layers)
  return sizeOf(layers.filter((_, at) => !isUsable(known[at]?.index, all)))
}

/**
 * @param onBytes told of bytes that were read; may wait, or throw to stop it.
 * @param most bytes of what is kept of them, for others.
 */
export async function readOldLayers(
  job: CompactJob,
  hashing: Hashing,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
  known: Known = [],
  most?: number,
): Promise<OldLayers> {
  const layers = oldBytes(job)
  const sums = new Map<number, Promise<Digest>>()
  let sum: RunningHash | undefined
  let left = 0
  async function look(bytes: Uint8Array, at: number): Promise<void> {
    if (!sum) [sum, left] = [hashing.begin(), layers[at]!.size]
    await sum.write(bytes)
    left -= bytes.length
    // Not all in the end: there may be thousands, and each that is open takes one of few hashers.
    if (left === 0) {
      sums.set(at, quietly(sum.digest()))
      sum = undefined
    }
    await onBytes(bytes.length)
  }

  const indexes = known.map((one) => one?.index)
  const { layers: told, ...olds } = await readOlds(layers, look, indexes, most)
  const digests = await Promise.all(layers.map((_, at) => sums.get(at) ?? known[at]!.digest))
  const read = told.map((index, at) => index && { digest: digests[at]!, index })
  return { ...olds, layers, digests, read }
}

/** Those that are not what they are called. What is the archive's own is told of with the archive. */
export const damagedOlds = ({ olds }: CompactPlan, digests: readonly Digest[]): Damaged[] =>
  olds.flatMap(({ diffId: expected, stored: { file, entry }, own }, at) => {
    const found = digests[at]
    if (own || !found || found === expected) return []
    return [{ file, entry, fault: { code: 'base-damaged', facts: { file, entry, expected, found } } }]
  })
