import type { OnProgress } from '../../output/output'
import type { Choice, MainApi } from '../../worker/main/api'
import type { Hashing } from '../hashing.svelte'

/** Makes slim archives; of what they keep everything is hashed first, where saves are checked. */
export class Slimming {
  readonly #door: Pick<MainApi, 'toHashOf' | 'slim'>
  readonly #hashing: Hashing
  readonly #checks: () => boolean

  constructor(door: Pick<MainApi, 'toHashOf' | 'slim'>, hashing: Hashing, checks: () => boolean) {
    this.#door = door
    this.#hashing = hashing
    this.#checks = checks
  }

  async make(id: string, choice: Choice, onProgress: OnProgress, signal: AbortSignal): Promise<Blob> {
    const hashed = this.#checks()
      ? await this.#hashing.all(await this.#door.toHashOf(id, choice), onProgress, signal)
      : undefined
    signal.throwIfAborted()
    return this.#door.slim(id, choice, hashed, onProgress, signal)
  }
}
