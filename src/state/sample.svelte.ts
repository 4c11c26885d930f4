import { faultOf, type Fault } from '../core/errors'
import type { MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'

/** The built-in sample's target, by its file's name. */
const SAMPLE = 'sample-app.tar'

/** The built-in sample: a base and an image upon it, for those who have no archive at hand. */
export class Sample {
  fault = $state.raw<Fault | undefined>()
  readonly #door: Pick<MainApi, 'sample'>
  readonly #files: Files
  #making = false

  constructor(door: Pick<MainApi, 'sample'>, files: Files) {
    this.#door = door
    this.#files = files
  }

  /** Once: a second copy of it would teach nobody anything. */
  async add(): Promise<void> {
    if (this.#making || this.#files.items.some(({ name }) => name === SAMPLE)) return
    this.#making = true
    this.fault = undefined
    try {
      const { base, target } = await this.#door.sample()
      this.#files.add([base], 'base')
      this.#files.add([target], 'target')
    } catch (thrown) {
      this.fault = faultOf(thrown, SAMPLE)
    } finally {
      this.#making = false
    }
  }
}
