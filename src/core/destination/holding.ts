import type { Store } from '../engine'
import { EMPTY_BLOB, type Digest } from '../image/digest'
import type { Descriptor, Platform } from '../image/descriptor'
import { nameOf, type Image, type ImageArchive, type Payload } from '../image/model'

/** A layer that is at the destination. */
export interface HeldLayer {
  readonly diffId: Digest
  readonly chain: Digest
  /** The stored blob, where it is known; an inspect's JSON tells diff IDs only. */
  readonly blob: Descriptor | undefined
  readonly createdBy: string | undefined
}

/** An image that is at the destination, its layers from the bottom up. */
export interface HeldImage {
  readonly name: string
  readonly tags: readonly string[]
  readonly platform: Platform
  readonly layers: readonly HeldLayer[]
}

/** What one file or paste says is there. */
export interface Holding {
  readonly name: string
  readonly source: 'archive' | 'inventory'
  /** The engine that keeps it, as far as can be told. */
  readonly store: Store
  readonly images: readonly HeldImage[]
  /** Whether an earlier archive of the same batch brings it: it is not there yet. */
  readonly earlier?: boolean
  /** The remembered site that it is part of: it then speaks of that site's hosts alone. */
  readonly site?: { readonly name: string; readonly severalHosts: boolean }
}

export function holdingOfArchive({ tar, images }: ImageArchive): Holding {
  return { name: tar.name, source: 'archive', store: 'unknown', images: images.filter(isSound).map(heldImage) }
}

/** An image whose manifest and config disagree on the number of layers says nothing that can be relied on. */
const isSound = ({ layers, manifest }: Image) => manifest === undefined || manifest.layers.length === layers.length

function heldImage(image: Image): HeldImage {
  // An emptied layer counts as held: a fingerprint is nothing else. An absent one does not, nor does the empty blob.
  const lost = image.layers.findIndex(({ payload, diffId }) => isLost(payload, diffId))
  const layers = image.layers.slice(0, lost < 0 ? undefined : lost)
  return {
    name: nameOf(image),
    tags: image.tags,
    platform: image.platform,
    layers: layers.map(({ diffId, chain, payload, descriptor, createdBy }) => ({
      diffId,
      chain,
      createdBy,
      blob: descriptor ?? (payload.digest && plainBlob(payload.digest, payload.size)),
    })),
  }
}

/** The empty blob is the layer itself where the diff ID says so; what engines fetch from elsewhere they have. */
const isLost = ({ absence, digest }: Payload, diffId: Digest) =>
  (absence !== undefined && absence !== 'foreign') || (digest === EMPTY_BLOB && diffId !== EMPTY_BLOB)

/** The descriptor of an uncompressed layer that was stored without one. */
const plainBlob = (digest: Digest, size: number): Descriptor => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest,
  size,
})
