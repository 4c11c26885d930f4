import type { Descriptor } from '../image/descriptor'
import type { Image, Payload } from '../image/model'

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

/** What the reader at the destination lacks. `needed` and `shed` partition the payloads of which the archive has an entry. */
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
  /** Whether what is carried may be made of layers that are there. */
  readonly remade?: boolean
}
