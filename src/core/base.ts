import type { Destination } from './destination'
import type { HeldImage } from './image/holding'
import type { Image } from './image/model'

/** The image at the destination that shares the longest stack with another; `layers` counts the shared ones. */
export interface Base {
  readonly image: HeldImage
  readonly layers: number
}

export function baseOf(image: Pick<Image, 'layers'>, { holdings }: Pick<Destination, 'holdings'>): Base | undefined {
  let longest: Base | undefined
  for (const held of holdings.flatMap(({ images }) => images)) {
    const layers = sharedLayers(image, held)
    if (layers > (longest?.layers ?? 0)) longest = { image: held, layers }
  }
  return longest
}

/** How many layers two stacks share from the bottom up. */
export function sharedLayers(a: Pick<Image, 'layers'>, b: HeldImage): number {
  const differs = a.layers.findIndex(({ chain }, at) => chain !== b.layers[at]?.chain)
  return differs < 0 ? a.layers.length : differs
}
