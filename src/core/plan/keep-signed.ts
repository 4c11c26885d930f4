import type { Descriptor } from '../image/descriptor'
import { payloadsOf, type Image, type Payload } from '../image/model'
import type { Relink, SlimPlan } from './slim-plan'

/**
 * Where a layer stands in an archive twice, packed in two ways, one of the two travels for both, and the manifest that named the
 * other is written anew. Of two plans that carry no more, the one is taken whose signed manifests stay.
 */
export function keepSigned(plan: SlimPlan, images: readonly Image[], signed: readonly Image[]): SlimPlan {
  const ofSigned = payloadsOf(signed)
  const descriptors = describedIn(images)
  return [...plan.relinked].reduce((kept, [payload, relink]) => {
    if (relink.kind !== 'kept' || !ofSigned.has(payload) || payload.state !== 'whole') return kept
    const other = relink.payload
    const isFree = kept.needed.has(other) && !other.pinned && !ofSigned.has(other) && !kept.keptForDigest.has(other)
    if (!isFree || payload.size > other.size) return kept
    return swapped(kept, payload, other, descriptors.get(payload))
  }, plan)
}

/** The same plan, with another copy of a layer that travels. */
function swapped(plan: SlimPlan, inside: Payload, outside: Payload, descriptor: Descriptor | undefined): SlimPlan {
  const relink: Relink = { kind: 'kept', payload: inside, descriptor }
  const relinked = [...plan.relinked].map(([payload, before]) => {
    return [payload, before.kind === 'kept' && before.payload === outside ? relink : before] as const
  })
  return {
    ...plan,
    needed: new Set([...plan.needed, inside].filter((payload) => payload !== outside)),
    shed: new Set([...plan.shed, outside].filter((payload) => payload !== inside)),
    relinked: new Map([...relinked, [outside, relink] as const].filter(([payload]) => payload !== inside)),
  }
}

const describedIn = (images: readonly Image[]) =>
  new Map(images.flatMap(({ layers }) => layers.map(({ payload, descriptor }) => [payload, descriptor] as const)))
