import type { Item } from '../model/item'
import type { Packaging } from '../output/output'
import type { PlanReport } from '../core/view/report'
import { spools } from '../storage/opfs/scratch'
import type { Choice, MainApi } from '../worker/main/api'
import type { OnProgress } from '../worker/door/progress'
import type { Files } from './files.svelte'
import type { Saves } from './saves.svelte'

/** A target to make whole again, by what was chosen for it. */
export interface Restoring {
  readonly item: Item
  readonly choice: Choice
  readonly report: PlanReport
}

/** The restores among the saves: what of them is unpacked lies in spools until its target goes, or is restored anew. */
export class Restores {
  readonly #door: Pick<MainApi, 'restoreNeeds' | 'restore'>
  readonly #files: Files
  readonly #saves: Saves
  readonly #spools = new Map<string, readonly string[]>()

  constructor(door: Pick<MainApi, 'restoreNeeds' | 'restore'>, files: Files, saves: Saves) {
    this.#door = door
    this.#files = files
    this.#saves = saves
  }

  get(id: string) {
    return this.#saves.get(keyOf(id))
  }

  /** Call it within a click: a picker may open. */
  async one({ item, choice, report: { restorable } }: Restoring, packaging: Packaging): Promise<void> {
    const { id, name } = item
    if (!restorable) return
    const { bytes, fault, fileName } = restorable
    if (fault) return this.#saves.refuse(keyOf(id), fault)
    const make = (onProgress: OnProgress, signal: AbortSignal) => this.#make(id, choice, onProgress, signal)
    const ending = packaging.gzip ? '.gz' : ''
    await this.#saves.one({ id: keyOf(id), name: fileName + ending, source: name, bytes, make }, packaging)
  }

  cancel(id: string): void {
    this.#saves.cancel(keyOf(id))
  }

  /** Its target is gone. */
  forget(id: string): void {
    this.cancel(id)
    this.#release(id)
  }

  async #make(id: string, choice: Choice, onProgress: OnProgress, signal: AbortSignal): Promise<Blob> {
    this.#release(id)
    const layers = await this.#layersToUnpack(id, choice, signal)
    const unpacked: Blob[] = []
    try {
      for (const layer of layers) {
        const { unpackLayer } = await import('../worker/decoder/unpack-file')
        unpacked.push(await unpackLayer(layer, await this.#claim(id), onProgress, signal))
      }
      return await this.#door.restore(id, choice, unpacked, onProgress, signal)
    } catch (thrown) {
      this.#release(id)
      throw thrown
    }
  }

  /** Bases that are packed are opened once more, and their bytes kept. */
  async #layersToUnpack(id: string, choice: Choice, signal: AbortSignal) {
    const needs = await this.#door.restoreNeeds(id, choice)
    for (const base of needs.bare) await this.#files.withBytes(base)
    signal.throwIfAborted()
    return needs.bare.length === 0 ? needs.layers : (await this.#door.restoreNeeds(id, choice)).layers
  }

  async #claim(id: string): Promise<string> {
    const spool = await spools.claim()
    this.#spools.set(id, [...(this.#spools.get(id) ?? []), spool])
    return spool
  }

  #release(id: string): void {
    for (const spool of this.#spools.get(id) ?? []) void spools.release(spool)
    this.#spools.delete(id)
  }
}

/** Its name among the saves. */
const RESTORE = 'restore '
const keyOf = (id: string) => RESTORE + id

/** The target of which a save is a restore. */
export const restoredTarget = (key: string): string | undefined =>
  key.startsWith(RESTORE) ? key.slice(RESTORE.length) : undefined
