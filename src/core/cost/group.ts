import type { Fate } from './entry-cost'

/** How many files, their bytes as they lie in the layer, and what is carried for them. */
export interface Cost {
  readonly files: number
  readonly size: number
  readonly cost: number
}

export interface FileCost {
  readonly path: string
  readonly fate: Fate
  readonly size: number
  readonly cost: number
}

export class Sum implements Cost {
  files = 0
  size = 0
  cost = 0

  add(files: number, size: number, cost: number): void {
    this.files += files
    this.size += size
    this.cost += cost
  }

  /** @param factor by which the other's costs are told too low. */
  merge({ files, size, cost }: Cost, factor: number): void {
    this.add(files, size, factor * cost)
  }
}

/** Files that belong together: their sum, and the costliest of them. */
export class Group {
  readonly sum = new Sum()
  readonly #most: number
  #top: FileCost[] = []

  /** @param most how many of them are known each for itself. */
  constructor(most: number) {
    this.#most = most
  }

  /** The costliest first. */
  get top(): readonly FileCost[] {
    return this.#top
  }

  add(file: FileCost): void {
    this.sum.add(1, file.size, file.cost)
    this.#keep(file)
  }

  merge({ sum, top }: Group, factor: number): void {
    this.sum.merge(sum, factor)
    for (const file of top) this.#keep({ ...file, cost: factor * file.cost })
  }

  #keep(file: FileCost): void {
    const least = this.#top.at(-1)
    if (this.#top.length === this.#most && least && file.cost <= least.cost) return
    this.#top.push(file)
    this.#top.sort((one, other) => other.cost - one.cost)
    if (this.#top.length > this.#most) this.#top.pop()
  }
}
