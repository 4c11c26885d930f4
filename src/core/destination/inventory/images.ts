import { ArchiveError } from '../../errors'
import { sha256, type Digest } from '../../image/digest'
import type { Store } from '../../engine'
import type { HeldImage, HeldLayer } from '../holding'
import type { ToldImage } from './told'

/** An image without blobs, but with the digests by which a manifest may be known to be its own. */
export interface LooseImage {
  readonly ids: readonly Digest[]
  readonly store: Store
  readonly withoutDocker: boolean
  readonly image: HeldImage
}

/** In all images of a host: ten thousand of them with 25 each. */
const MOST_LAYERS = 250_000

/** Chain IDs that are held on to: a few ten megabytes. */
const MOST_KNOWN = 50_000

/** The images of a host, each once: two tags of one image are one image with two names. */
export class Images {
  readonly #found = new Map<string, Found>()
  readonly #file: string
  readonly #chains = new Chains()
  #layers = 0

  constructor(file: string) {
    this.#file = file
  }

  async add(told: ToldImage): Promise<void> {
    this.#layers += told.diffIds.length
    if (this.#layers > MOST_LAYERS)
      throw new ArchiveError('inventory-too-many', { file: this.#file, expected: MOST_LAYERS })
    const loose = await this.#loose(told)
    const top = loose.image.layers.at(-1)?.chain ?? ''
    const { os, architecture } = told.platform
    // Without an ID, images of the same layers can't be told apart: to what they share with others it is all one.
    const key = [told.ids[0] ?? '', top, os, architecture].join(' ')
    const found = this.#found.get(key)
    if (!found) this.#found.set(key, { loose, tags: new Set(loose.image.tags), ids: new Set(loose.ids) })
    else join(found, loose)
  }

  get all(): LooseImage[] {
    return [...this.#found.values()].map(({ loose, tags, ids }) => {
      if (tags.size === loose.image.tags.length && ids.size === loose.ids.length) return loose
      const names = [...tags]
      return { ...loose, ids: [...ids], image: { ...loose.image, tags: names, name: nameOf(names, [...ids]) } }
    })
  }

  async #loose(told: ToldImage): Promise<LooseImage> {
    const { names, ids, configs, store, withoutDocker = false, platform, diffIds, createdBy } = told
    const chains = await this.#chains.of(diffIds)
    const layers = chains.map((chain, at): HeldLayer => {
      return { diffId: diffIds[at]!, chain, blob: undefined, createdBy: createdBy[at] }
    })
    const all = [...ids, ...(await Promise.all(configs.map(sha256)))]
    const image = { name: nameOf(names, all, diffIds), tags: [...names], platform, layers }
    return { ids: all, store, withoutDocker, image }
  }
}

/** Chain IDs, each worked out once where images share their lower layers. */
class Chains {
  readonly #known = new Map<string, Digest>()

  async of(diffIds: readonly Digest[]): Promise<Digest[]> {
    const chains: Digest[] = []
    for (const diffId of diffIds) {
      const below = chains.at(-1)
      chains.push(below === undefined ? diffId : await this.#above(`${below} ${diffId}`))
    }
    return chains
  }

  async #above(pair: string): Promise<Digest> {
    const known = this.#known.get(pair)
    if (known) return known
    const chain = await sha256(pair)
    if (this.#known.size < MOST_KNOWN) this.#known.set(pair, chain)
    return chain
  }
}

/** An image as it was first told, and all that it was called since. */
interface Found {
  loose: LooseImage
  readonly tags: Set<string>
  readonly ids: Set<Digest>
}

function join(found: Found, { image, ids, store }: LooseImage): void {
  for (const tag of image.tags) found.tags.add(tag)
  for (const id of ids) found.ids.add(id)
  if (found.loose.store === 'unknown') found.loose = { ...found.loose, store }
}

/** What it is called, or by what it can be told from others. */
const nameOf = (names: readonly string[], ids: readonly Digest[], diffIds: readonly Digest[] = []): string =>
  names[0] ?? (ids[0] ?? diffIds.at(-1))?.slice(0, 19) ?? ''
