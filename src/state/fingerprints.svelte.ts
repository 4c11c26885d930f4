import { fingerprintName } from '../core/view/output-names'
import type { SaveState } from '../model/job'
import type { Output } from '../output/output'
import type { MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'
import { Saves } from './saves.svelte'

/** The fingerprints that are saved of bases: what they hold, without the bytes. */
export class Fingerprints {
  readonly #door: MainApi
  readonly #files: Files
  readonly #saves: Saves

  constructor(door: MainApi, files: Files) {
    this.#door = door
    this.#files = files
    this.#saves = new Saves(door)
  }

  get(id: string): SaveState | undefined {
    return this.#saves.get(id)
  }

  /** Call it within a click: a picker may open. */
  async save({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const make: Output['make'] = async (onProgress, signal) => {
      await this.#files.withBytes(id)
      return this.#door.fingerprint(id, onProgress, signal)
    }
    const output = { id, name: fingerprintName(name), source: name, bytes: 0, make }
    await this.#saves.one(output)
  }

  cancel(id: string): void {
    this.#saves.cancel(id)
  }
}
