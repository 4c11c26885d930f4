import type { Item } from '../model/item'
import type { Packaging } from '../output/output'
import type { Remarked } from '../core/job/remarked'
import type { Restorable } from '../core/view/restorable'
import type { Choice, MainApi, RestoreChoice } from '../worker/main/api'
import type { OnProgress } from '../worker/door/progress'
import { until } from '../worker/door/until'
import type { Compacts } from './compacts.svelte'
import type { DamagedBases } from './damaged-bases.svelte'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import type { Saves } from './saves.svelte'
import type { UnpackedLayers } from './unpacked-layers'

/** A target to make whole again, by what was chosen for it. */
export interface Restoring {
  readonly item: Item
  readonly choice: Choice
  readonly restorable: Restorable | undefined
}

type Door = Pick<MainApi, 'restorable' | 'restoreNeeds' | 'toHashRestored' | 'restore'>

/** What a restore goes by, beside what was chosen. */
export interface RestoreParts {
  readonly files: Files
  readonly saves: Saves
  readonly hashing: Hashing
  /** Whether what the target itself holds is hashed, too. */
  readonly checks: () => boolean
  readonly layers: UnpackedLayers
  readonly compacts: Compacts
  readonly damagedBases: DamagedBases
}

/** The restores among the saves: what of them is unpacked lies in spools until that was written, or its target goes. */
export class Restores {
  readonly #door: Door
  readonly #parts: RestoreParts

  constructor(door: Door, parts: RestoreParts) {
    this.#door = door
    this.#parts = parts
  }

  get(id: string) {
    return this.#parts.saves.get(keyOf(id))
  }

  /** Call it within a click: a picker may open. */
  async one({ item, choice, restorable: known }: Restoring, packaging: Packaging): Promise<void> {
    const { id } = item
    const { saves, compacts, damagedBases } = this.#parts
    // Another archive that was given meanwhile may have what it lacks.
    const restorable = known?.fault ? await this.#door.restorable(id, choice).catch(() => known) : known
    if (!restorable) return
    const { bytes, fault, fileName, sources } = restorable
    if (fault) return saves.refuse(keyOf(id), fault)
    const isCompact = item.state.kind === 'ready' && item.state.view.kind === 'compact'
    const make = (onProgress: OnProgress, signal: AbortSignal) =>
      damagedBases.toldOf(id, () =>
        isCompact ? compacts.restore({ id, choice, onProgress, signal }) : this.#make(id, choice, onProgress, signal),
      )
    const forget = () => this.#release(id)
    const ending = packaging.gzip ? '.gz' : ''
    const source = sources.join(', ')
    await saves.one({ id: keyOf(id), name: fileName + ending, source, bytes, make, forget }, packaging)
  }

  cancel(id: string): void {
    this.#parts.saves.cancel(keyOf(id))
  }

  /** Its target is gone. */
  forget(id: string): void {
    this.cancel(id)
    this.#release(id)
  }

  #release(id: string): void {
    this.#parts.layers.release(id)
    void this.#parts.compacts.forget(id)
  }

  async #make(id: string, choice: Choice, onProgress: OnProgress, signal: AbortSignal): Promise<Remarked> {
    const { aroundDamage } = await import('./jobs/around-damage')
    return aroundDamage((damaged) => this.#attempt(id, { ...choice, damaged }, onProgress, signal))
  }

  async #attempt(id: string, choice: RestoreChoice, onProgress: OnProgress, signal: AbortSignal): Promise<Remarked> {
    const { hashing, checks, layers } = this.#parts
    layers.release(id)
    const packed = await until(signal, this.#layersToUnpack(id, choice, signal))
    const unpacked = await layers.unpack(id, packed, onProgress, signal)
    const blobs = await until(signal, this.#door.toHashRestored(id, choice, unpacked, checks()))
    const hashed = await hashing.all(blobs, onProgress, signal)
    return this.#door.restore(id, choice, unpacked, hashed, onProgress, signal)
  }

  /** Bases that are packed are opened once more, and their bytes kept. */
  async #layersToUnpack(id: string, choice: RestoreChoice, signal: AbortSignal) {
    const needs = await this.#door.restoreNeeds(id, choice)
    for (const base of needs.bare) {
      await this.#parts.files.withBytes(base)
      signal.throwIfAborted()
    }
    return needs.bare.length === 0 ? needs.layers : (await this.#door.restoreNeeds(id, choice)).layers
  }
}

/** Its name among the saves. */
const RESTORE = 'restore '
const keyOf = (id: string) => RESTORE + id

/** The target of which a save is a restore. */
export const restoredTarget = (key: string): string | undefined =>
  key.startsWith(RESTORE) ? key.slice(RESTORE.length) : undefined
