import type { Destination } from '../destination/destination'
import type { Descriptor } from '../image/descriptor'
import { EMPTY_BLOB, type Digest } from '../image/digest'
import { isEncrypted } from '../image/encoding'
import { isImageLayer } from '../image/kind'
import { payloadsOf, type Image, type Payload } from '../image/model'
import { needsOfChains } from './by-chain'
import type { Relink, SlimPlan } from './slim-plan'

/** What is known of the archive's layers while the plan is made. */
interface Layers {
  readonly described: ReadonlyMap<Payload, Descriptor | undefined>
  /** Of each diff ID the first payload that stays. */
  readonly kept: ReadonlyMap<Digest, Payload>
}

/**
 * By chains, and by what containerd stores go by on top, so that the archive loads whole on every engine. They know a blob by
 * its digest: a shed layer's descriptor must name one that the destination holds, or that stays in the archive.
 */
export function planByDigest(images: readonly Image[], destination: Destination): SlimPlan {
  const { needed, lacking } = needsOfChains(images, destination.chains)
  const shed = new Set<Payload>()
  const relinked = new Map<Payload, Relink>()
  const unproven = new Set<Payload>()
  const keptForDigest = new Set<Payload>()

  const loaded = payloadsOf(images.filter(({ listed }) => listed))
  const kept = firstByDiffId(needed)
  const layers: Layers = { described: descriptorsOf(images), kept }
  for (const payload of payloadsOf(images)) {
    // What the archive lacks of an image that nobody loads, another platform's, is nobody's business.
    if (needed.has(payload) || (payload.state === 'absent' && !loaded.has(payload))) continue
    // Nor what is not in archives by design.
    if (payload.absence === 'foreign') continue
    const proof = proveDigest(payload, destination, layers)
    if (proof === undefined) {
      needed.add(payload)
      keptForDigest.add(payload)
      kept.set(payload.diffId, payload)
      continue
    }
    if (payload.state !== 'absent') shed.add(payload)
    if (proof === 'unproven') unproven.add(payload)
    else if (proof !== 'held') relinked.set(payload, proof)
  }
  // What has no bytes of its own may have been met before the copy that stays.
  for (const payload of unproven) {
    const proof = proveDigest(payload, destination, layers)
    if (proof === undefined || proof === 'unproven') continue
    unproven.delete(payload)
    if (proof !== 'held') relinked.set(payload, proof)
  }
  return { needed, lacking, shed, relinked, unproven, keptForDigest }
}

function firstByDiffId(payloads: Iterable<Payload>): Map<Digest, Payload> {
  const first = new Map<Digest, Payload>()
  for (const payload of payloads) if (!first.has(payload.diffId)) first.set(payload.diffId, payload)
  return first
}

const descriptorsOf = (images: readonly Image[]) =>
  new Map(images.flatMap(({ layers }) => layers).map(({ payload, descriptor }) => [payload, descriptor]))

/** How the digest clause is met for a payload that no chain needs; undefined when it is not, and the payload must stay. */
function proveDigest(
  payload: Payload,
  { blobs, unproven, digestFree }: Destination,
  { described, kept }: Layers,
): 'held' | 'unproven' | Relink | undefined {
  const all = blobs.get(payload.diffId) ?? []
  const same = all.find(({ digest }) => digest === payload.digest)
  const held = all.filter((blob) => canStandFor(payload, isEncrypted(blob.mediaType), blob))
  // A layer that was emptied before it came here, in an archive without descriptors, has lost its size.
  const sizeKnown = payload.size > 0 || payload.diffId === EMPTY_BLOB || described.get(payload) !== undefined
  if (same) return sizeKnown || same.size === 0 ? 'held' : { kind: 'held', descriptor: same }
  const copy = kept.get(payload.diffId)
  const stays = copy && canStandFor(payload, copy.encoding === 'encrypted', described.get(copy)) ? copy : undefined
  // A blob that travels along is as sure as none at the destination can be.
  if (stays)
    return sizeKnown && stays.digest !== undefined && stays.digest === payload.digest
      ? 'held'
      : { kind: 'kept', payload: stays, descriptor: described.get(stays) }
  // A fingerprint of a legacy archive knows the digest but not the size, which a descriptor must state.
  const descriptor = held.find(({ size }) => size > 0)
  if (descriptor) return { kind: 'held', descriptor }
  if (digestFree.has(payload.diffId)) return 'held'
  if (unproven.has(payload.diffId)) return 'unproven'
  // Emptied or left out before it came here: there is nothing to keep.
  return payload.state === 'whole' ? undefined : 'unproven'
}

/** Ciphertext stands for ciphertext alone: its keys come along with the descriptor. What that calls no layer is none to engines. */
const canStandFor = ({ encoding }: Payload, isCiphertext: boolean, described: Descriptor | undefined) =>
  isCiphertext === (encoding === 'encrypted') && (described === undefined || isImageLayer(described.mediaType))
