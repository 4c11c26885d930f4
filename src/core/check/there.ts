import { baseOf } from '../destination/base'
import type { Destination } from '../destination/destination'
import { nameOf, type Image } from '../image/model'

/** Who at the destination has the layers that an image lacks, or the first layer that nobody there has. */
export interface There {
  readonly image: string
  /** The image there that shares most with it, and the file or paste that speaks of it. */
  readonly base: { readonly name: string; readonly source: string } | undefined
  readonly lacks: { readonly diffId: string; readonly createdBy: string } | undefined
}

/** Of images that are whole, nothing is to be said; where nothing is known of the destination, neither. */
export function thereOf(images: readonly Image[], destination: Destination): There[] {
  if (destination.holdings.length === 0) return []
  return images.flatMap((image) => {
    const wanted = image.layers.filter(({ payload }) => payload.state !== 'whole')
    if (wanted.length === 0) return []
    const lacking = wanted.find(({ chain }) => !destination.chains.has(chain))
    const base = baseOf(image, destination)
    return {
      image: nameOf(image),
      base: base && { name: base.image.name, source: base.source },
      lacks: lacking && { diffId: lacking.diffId, createdBy: lacking.createdBy ?? '' },
    }
  })
}
