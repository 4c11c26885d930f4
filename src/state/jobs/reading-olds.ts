import type { Damaged } from '../../core/job/damaged'
import type { CompactApi, MakingPlanned } from '../../worker/compact/api'
import { moving } from '../../worker/compact/moving'
import type { OnProgress } from '../../worker/door/progress'
import type { KnownLayers } from './known-layers'

/** The old layers of what is being made: those that are known are not read again. @returns those that are damaged. */
export async function readOlds(
  api: Pick<CompactApi, 'readOlds'>,
  { olds }: MakingPlanned,
  known: KnownLayers,
  onProgress: OnProgress,
): Promise<readonly Damaged[]> {
  const given = known.taken(olds)
  const { damaged, read } = await api.readOlds(moving(given, given), onProgress)
  known.add(olds, read)
  return damaged
}
