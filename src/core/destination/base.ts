import type { Destination } from './destination'
import type { HeldImage } from './holding'
import type { Image } from '../image/model'
import { standingOf, type Held } from './standing'

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

/**
 * The image at the destination that shares the longest stack; undefined where none shares its first layer. Without those that
 * share more than every host has: of several hosts, the one that has least tells what may go.
 */
export function baseOf({ layers }: Stack, { holdings, chains }: There): Base | undefined {
  const standing = standingOf(holdings)
  for (let height = layers.length; height > 0; height--) {
    const { chain } = layers[height - 1]!
    const held = chains.has(chain) ? standing.on(height, chain, layers[height]?.chain) : undefined
    if (held) return baseIn(held, height)
  }
  return undefined
}

/** The base; or, where nothing is shared, the image that one would have taken for it: the one with the most equal layers. */
export function nearestTo(image: Stack, destination: There): Base | undefined {
  const base = baseOf(image, destination)
  if (base) return base
  const standing = standingOf(destination.holdings)
  const ground = image.layers[0]?.chain
  const equal = new Map<Held, number>()
  for (const diffId of new Set(image.layers.map(({ diffId }) => diffId)))
    for (const held of standing.having(diffId))
      if (held.image.layers[0]?.chain !== ground) equal.set(held, (equal.get(held) ?? 0) + 1)
  let nearest: Held | undefined
  for (const [held, count] of equal) {
    const most = nearest ? equal.get(nearest)! : 0
    if (count > most || (nearest && count === most && held.at < nearest.at)) nearest = held
  }
  nearest ??= standing.on(0, undefined, ground)
  return nearest && baseIn(nearest, 0)
}

const baseIn = ({ image, holding: { name, earlier = false } }: Held, layers: number): Base => ({
  image,
  source: name,
  earlier,
  layers,
})
