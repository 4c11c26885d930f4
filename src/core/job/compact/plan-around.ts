import { ArchiveError } from '../../errors'
import type { Finding } from '../../image/finding'
import { payloadsOf, type ImageArchive } from '../../image/model'
import { withoutDamaged, type Damaged } from '../damaged'
import { hasBytes, type CompactPlan } from './plan'
import { planWithRepeated } from './repeated'

export interface PlanAround {
  readonly plan: CompactPlan
  readonly remarks: readonly Finding[]
}

/**
 * What can be left out of an archive where the bases are, by what of them is sound: of old layers others serve, or none. What the
 * archive has itself is not left out where nobody has it whole.
 */
export async function planAround(
  archive: ImageArchive,
  bases: readonly ImageArchive[],
  damaged: readonly Damaged[],
): Promise<PlanAround> {
  if (!bases.some(hasBytes)) throw new ArchiveError('compact-baseless', { file: archive.tar.name })
  const own = new Set([...payloadsOf(archive.images)].map(({ diffId }) => diffId))
  const { archives, remarks } = withoutDamaged(bases, damaged, (diffId) => !own.has(diffId))
  return { plan: await planWithRepeated(archive, archives), remarks }
}
