import type { Damaged } from '../../core/job/damaged'
import type { Known } from '../../core/job/compact/old-layers'
import type { CompactApi, MakingPlanned } from '../../worker/compact/api'
import { moving } from '../../worker/compact/moving'
import type { OnProgress } from '../../worker/door/progress'
import type { KnownLayers } from './known-layers'

/**
 * The old layers of what is being made: those that are known are not read again.
 * @param given what is known of them.
 * @returns those that are damaged.
 */
export async function readOlds(
  api: Pick<CompactApi, 'readOlds'>,
  { olds }: MakingPlanned,
  known: KnownLayers,
  onProgress: OnProgress,
  given: Known = known.taken(olds),
): Promise<readonly Damaged[]> {
  const { damaged, read } = await api.readOlds(moving(given, given), onProgress)
  known.add(olds, read)
  return damaged
}
