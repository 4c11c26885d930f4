import type { Destination } from '../destination/destination'
import { payloadsOf, type Image } from '../image/model'
import { needsOfChains } from '../plan/by-chain'
import type { SlimPlan } from '../plan/slim-plan'
import { asIsParts } from './as-is'
import type { Form } from './form'
import { traits } from './traits'

/**
 * What no engine loads before it is made whole again: layers that any base holds are left out, wherever they stand, and of others
 * only what changed is carried (job/compact). What that comes to is known once it is made: the parts here are the most of it.
 */
export const compact: Form = {
  ...traits.compact,
  plan: ({ images }, destination) => planByHolding(images, destination),
  toHash: () => [],
  parts: ({ archive, plan }) => asIsParts(archive, { emptied: plan.shed }),
  remarks: () => [],
}

function planByHolding(images: readonly Image[], { holdings, chains }: Destination): SlimPlan {
  const bases = holdings.filter(({ source }) => source === 'archive').flatMap(({ images }) => images)
  const held = new Set(bases.flatMap(({ layers }) => layers.map(({ diffId }) => diffId)))
  const whole = [...payloadsOf(images)].filter(({ state }) => state === 'whole')
  return {
    needed: new Set(whole.filter(({ diffId }) => !held.has(diffId))),
    shed: new Set(whole.filter(({ diffId }) => held.has(diffId))),
    lacking: needsOfChains(images, chains).lacking,
    relinked: new Map(),
    unproven: new Set(),
    keptForDigest: new Set(),
    remade: held.size > 0,
  }
}
