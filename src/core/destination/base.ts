import type { Destination } from './destination'
import type { HeldImage } from './holding'
import type { Image } from '../image/model'

/** An image at the destination, seen from one that is to be sent. */
export interface Base {
  readonly image: HeldImage
  /** The file or paste that speaks of it. */
  readonly source: string
  /** Whether an earlier archive of the same batch brings it. */
  readonly earlier: boolean
  /** How many layers the two share from the bottom up. */
  readonly layers: number
}

type Stack = Pick<Image, 'layers'>
type There = Pick<Destination, 'holdings' | 'chains'>

/** The image at the destination that shares the longest stack; undefined where none shares its first layer. */
export function baseOf(image: Stack, destination: There): Base | undefined {
  let longest: Base | undefined
  for (const base of candidates(image, destination)) if (base.layers > (longest?.layers ?? 0)) longest = base
  return longest
}

/** The base; or, where nothing is shared, the image that one would have taken for it: the one with the most equal layers. */
export function nearestTo(image: Stack, destination: There): Base | undefined {
  const base = baseOf(image, destination)
  if (base) return base
  const diffIds = new Set(image.layers.map(({ diffId }) => diffId))
  let nearest: Base | undefined
  let most = -1
  for (const candidate of candidates(image, destination)) {
    const equal = candidate.image.layers.filter(({ diffId }) => diffIds.has(diffId)).length
    if (candidate.image.layers.length === 0 || equal <= most) continue
    most = equal
    nearest = candidate
  }
  return nearest
}

/** Without those that share more than every host has: of several hosts, the one that has least tells what may go. */
const candidates = (image: Stack, { holdings, chains }: There): Base[] =>
  holdings
    .flatMap(({ name, images, earlier = false }) =>
      images.map((held) => ({ image: held, source: name, earlier, layers: sharedLayers(image, held) })),
    )
    .filter(({ layers }) => layers === 0 || chains.has(image.layers[layers - 1]!.chain))

/** How many layers two stacks share from the bottom up. */
function sharedLayers(a: Stack, b: HeldImage): number {
  const differs = a.layers.findIndex(({ chain }, at) => chain !== b.layers[at]?.chain)
  return differs < 0 ? a.layers.length : differs
}
