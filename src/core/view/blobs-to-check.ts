import type { Destination } from '../destination/destination'
import type { Digest } from '../image/digest'
import type { SlimPlan } from '../plan/slim-plan'

/** The digests that what is left out goes by in the output: not what travels along, nor what an earlier archive of the batch brings. */
export function blobsToCheck({ needed, shed, relinked, unproven }: SlimPlan, { holdings }: Destination): Digest[] {
  const earlier = holdings.filter((holding) => holding.earlier).flatMap(({ images }) => images)
  const brought = new Set<Digest | undefined>(
    [...needed]
      .map(({ digest }) => digest)
      .concat(earlier.flatMap(({ layers }) => layers).map(({ blob }) => blob?.digest)),
  )
  const digests = [...new Set([...shed, ...unproven])].flatMap((payload) => {
    const relink = relinked.get(payload)
    if (relink?.kind === 'kept') return []
    return relink?.descriptor.digest ?? payload.digest ?? payload.diffId
  })
  return [...new Set(digests)].filter((digest) => !brought.has(digest))
}
