import type { Finding } from '../core/image/finding'
import type { Remarked } from '../core/job/remarked'
import { withEntry } from './with-entry'

interface Told {
  readonly stamp: string | undefined
  readonly remarks: readonly Finding[]
}

const NONE: readonly Finding[] = []

/** What bases turned out to have damaged, and another archive to have right, when something was made: by its name among the saves. */
export class DamagedBases {
  #told = $state.raw<ReadonlyMap<string, Told>>(new Map())
  readonly #stampOf: (id: string) => string | undefined

  /** @param stampOf of what would be made of a target now: what was told is told as long as that is the same. */
  constructor(stampOf: (id: string) => string | undefined) {
    this.#stampOf = stampOf
  }

  get(id: string): readonly Finding[] {
    const told = this.#told.get(id)
    return told && told.stamp === this.#stampOf(id) ? told.remarks : NONE
  }

  /** What was told stays until it is made anew, and not only begun. @returns what was made. */
  async toldOf(id: string, make: () => Promise<Remarked>): Promise<Blob> {
    const { bytes, remarks } = await make()
    // What several have from a base is told of each.
    const once = new Map(remarks.map((one) => [JSON.stringify(one), one]))
    this.#told = withEntry(this.#told, id, { stamp: this.#stampOf(id), remarks: [...once.values()] })
    return bytes
  }

  forget(id: string): void {
    this.#told = withEntry(this.#told, id, undefined)
  }
}
