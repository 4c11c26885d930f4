import type { Digest } from '../image/digest'
import type { HeldImage, Holding } from './holding'

/** An image at the destination, and the file or paste that speaks of it. */
export interface Held {
  /** Its place among all of them. */
  readonly at: number
  readonly image: HeldImage
  readonly holding: Holding
}

/** Images of which each is the upper part of the same stack, told apart by the layer above it. */
interface Above {
  /** The first of them, and what stands above the stack in it. */
  readonly first: Held
  readonly next: Digest | undefined
  /** The first with anything else above it. */
  other: Held | undefined
}

/** In how many images equal layers on other ground are looked for: it is for people, who see it in the first of them. */
const MOST_LOOKED_AT = 100

/** The images of a destination by their stacks and layers, so that finding a base costs no look at each of them. */
export class Standing {
  /** By height and chain: at one height, equal chains are equal stacks. */
  readonly #stacks: Map<Digest | undefined, Above>[] = []
  readonly #byDiffId = new Map<Digest, Held[]>()

  constructor(holdings: readonly Holding[]) {
    const all = holdings.flatMap((holding) => holding.images.map((image) => ({ image, holding })))
    all.filter(({ image }) => image.layers.length > 0).forEach((held, at) => this.#add({ ...held, at }))
  }

  #add(held: Held): void {
    const { layers } = held.image
    this.#stack(held, 0, undefined)
    layers.forEach(({ chain, diffId }, at) => {
      this.#stack(held, at + 1, chain)
      const holders = this.#byDiffId.get(diffId)
      if (!holders) this.#byDiffId.set(diffId, [held])
      else if (holders.length < MOST_LOOKED_AT) holders.push(held)
    })
  }

  #stack(held: Held, height: number, chain: Digest | undefined): void {
    const stacks = (this.#stacks[height] ??= new Map())
    const next = held.image.layers[height]?.chain
    const known = stacks.get(chain)
    if (!known) stacks.set(chain, { first: held, next, other: undefined })
    else if (known.next !== next) known.other ??= held
  }

  /** The first image with this stack, of so many layers, that no layer makes `next`. Every image has the stack of none. */
  on(height: number, chain: Digest | undefined, next: Digest | undefined): Held | undefined {
    const above = this.#stacks[height]?.get(chain)
    return above && (next !== undefined && above.next === next ? above.other : above.first)
  }

  /** Images that have a layer, in their order, as often as they have it. */
  having(diffId: Digest): readonly Held[] {
    return this.#byDiffId.get(diffId) ?? []
  }
}

const known = new WeakMap<readonly Holding[], Standing>()

/** Worked out once for a destination, whatever is asked of it. */
export function standingOf(holdings: readonly Holding[]): Standing {
  const standing = known.get(holdings) ?? new Standing(holdings)
  known.set(holdings, standing)
  return standing
}
