import { memoryOf, MOST_KEPT } from '../../core/delta/layer-index'
import type { Known, ReadLayer } from '../../core/job/compact/old-layers'
import type { OldKey } from '../../worker/compact/api'

/** What reading old layers told, for whatever is made of them next; what was asked for last stays. */
export class KnownLayers {
  readonly #editionOf: (file: string) => number | undefined
  readonly #layers = new Map<string, ReadLayer>()
  #size = 0

  /** @param editionOf another where another file stands behind an id. */
  constructor(editionOf: (file: string) => number | undefined) {
    this.#editionOf = editionOf
  }

  /** It is no longer here, until it is given back. */
  taken(olds: readonly OldKey[]): Known {
    return olds.map((old) => this.#drop(this.#keyOf(old)))
  }

  /** @param read what is known of those now. */
  add(olds: readonly OldKey[], read: Known): void {
    for (const [at, layer] of read.entries()) if (layer) this.#keep(this.#keyOf(olds[at]!), layer)
  }

  #keep(key: string, layer: ReadLayer): void {
    this.#drop(key)
    this.#layers.set(key, layer)
    this.#size += memoryOf(layer.index)
    for (const oldest of this.#layers.keys()) {
      if (this.#size <= MOST_KEPT) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): ReadLayer | undefined {
    const layer = this.#layers.get(key)
    if (layer) this.#size -= memoryOf(layer.index)
    this.#layers.delete(key)
    return layer
  }

  #keyOf({ file, layer }: OldKey): string {
    return JSON.stringify([file, this.#editionOf(file), layer])
  }
}
