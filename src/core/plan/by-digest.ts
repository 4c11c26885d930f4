import type { Destination } from '../destination/destination'
import type { Digest } from '../image/digest'
import type { Descriptor } from '../image/descriptor'
import { payloadsOf, type Image, type Payload } from '../image/model'

/** What a shed layer's descriptor is to name instead of its own digest: a blob at the destination, or one kept here. */
export type Relink =
  | { readonly kind: 'held'; readonly descriptor: Descriptor }
  /** Its own descriptor comes along, where the archive has one, for what else it says (annotations). */
  | { readonly kind: 'kept'; readonly payload: Payload; readonly descriptor: Descriptor | undefined }

/** An image that needs a layer of which the archive has no bytes. */
export interface Lack {
  readonly image: Image
  readonly payload: Payload
}

/** What an engine at the destination lacks. `needed` and `shed` partition the archive's payloads. */
export interface SlimPlan {
  readonly needed: ReadonlySet<Payload>
  readonly shed: ReadonlySet<Payload>
  /** Only payloads that are not needed, and whose own digest, or own size, is not known to be the one at the destination. */
  readonly relinked: ReadonlyMap<Payload, Relink>
  /** Shed on the word of an inventory without digests: a containerd store must hold exactly this digest. */
  readonly unproven: ReadonlySet<Payload>
  /** Needed only because no digest is known under which the destination holds them. */
  readonly keptForDigest: ReadonlySet<Payload>
  readonly lacking: readonly Lack[]
}

/**
 * `chains`: what classic stores and Podman go by. `digests`: also what containerd stores go by, so that the archive
 * loads whole on every engine.
 */
export type Rule = 'chains' | 'digests'

/**
 * The rule for archives that an engine loads. Classic stores know a layer by its chain, the whole stack below it: a payload
 * may go only if no chain needs it, counting what an earlier image of the archive brings in. Containerd stores know a blob by
 * its digest: a shed layer's descriptor must name one that the destination holds, or that stays in the archive.
 */
export function planSlim(images: readonly Image[], destination: Destination, rule: Rule): SlimPlan {
  const { needed, lacking } = needsOfChains(images, destination.chains)
  const plan = {
    needed,
    lacking,
    shed: new Set<Payload>(),
    relinked: new Map<Payload, Relink>(),
    unproven: new Set<Payload>(),
    keptForDigest: new Set<Payload>(),
  }
  const loaded = payloadsOf(images.filter(({ listed }) => listed))
  const layers = images.flatMap((image) => image.layers)
  const described = new Map(layers.map(({ payload, descriptor }) => [payload, descriptor]))
  for (const payload of payloadsOf(images)) {
    // What the archive lacks of an image that nobody loads, another platform's, is nobody's business.
    if (needed.has(payload) || (payload.state === 'absent' && !loaded.has(payload))) continue
    const proof = rule === 'chains' ? 'held' : proveDigest(payload, destination, needed, described)
    if (proof === undefined) {
      needed.add(payload)
      plan.keptForDigest.add(payload)
      continue
    }
    if (payload.state !== 'absent') plan.shed.add(payload)
    if (proof === 'unproven') plan.unproven.add(payload)
    else if (proof !== 'held') plan.relinked.set(payload, proof)
  }
  return plan
}

function needsOfChains(images: readonly Image[], present: ReadonlySet<Digest>) {
  const known = new Set(present)
  const needed = new Set<Payload>()
  const lacking: Lack[] = []
  for (const image of images) {
    for (const { chain, payload } of image.layers) {
      if (known.has(chain)) continue
      if (payload.state === 'whole') needed.add(payload)
      else if (image.listed) lacking.push({ image, payload })
      else continue
      known.add(chain)
    }
  }
  return { needed, lacking }
}

/** How the digest clause is met for a payload that no chain needs; undefined when it is not, and the payload must stay. */
function proveDigest(
  payload: Payload,
  { blobs, unproven, digestFree }: Destination,
  needed: ReadonlySet<Payload>,
  described: ReadonlyMap<Payload, Descriptor | undefined>,
): 'held' | 'unproven' | Relink | undefined {
  const held = blobs.get(payload.diffId) ?? []
  const same = held.find(({ digest }) => digest === payload.digest)
  // A layer that was emptied before it came here, in an archive without descriptors, has lost its size.
  const sizeKnown = payload.size > 0 || described.get(payload) !== undefined
  if (same) return sizeKnown || same.size === 0 ? 'held' : { kind: 'held', descriptor: same }
  const kept = [...needed].find(({ diffId, state }) => diffId === payload.diffId && state === 'whole')
  // A blob that travels along is as sure as none at the destination can be.
  if (kept)
    return sizeKnown && kept.digest !== undefined && kept.digest === payload.digest
      ? 'held'
      : { kind: 'kept', payload: kept, descriptor: described.get(kept) }
  // A fingerprint of a legacy archive knows the digest but not the size, which a descriptor must state.
  const descriptor = held.find(({ size }) => size > 0)
  if (descriptor) return { kind: 'held', descriptor }
  if (digestFree.has(payload.diffId)) return 'held'
  if (unproven.has(payload.diffId)) return 'unproven'
  // Emptied or left out before it came here: there is nothing to keep.
  return payload.state === 'whole' ? undefined : 'unproven'
}
