import type { Codec } from '../core/delta/note'
import type { PlanState } from '../model/job'
import type { MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import type { CompactWork, Compacting } from './jobs/compacting'

/** Compact archives, as long as their targets are there. What makes them comes with the first. */
export class Compacts {
  readonly #door: Pick<MainApi, 'compactInputs'>
  readonly #files: Files
  readonly #hashing: Hashing
  /** What archives came to, once they were made: until then nobody knows. */
  #made = $state.raw<ReadonlyMap<string, { readonly stamp: string; readonly bytes: number }>>(new Map())
  #compacting: Promise<Compacting> | undefined

  constructor(door: Pick<MainApi, 'compactInputs'>, files: Files, hashing: Hashing) {
    this.#door = door
    this.#files = files
    this.#hashing = hashing
  }

  /** @param stamp of what is made: by it what it came to is known. */
  async make(work: CompactWork, codec: Codec, stamp: string): Promise<Blob> {
    const blob = await (await this.#begun()).make(work, codec)
    const others = [...this.#made].filter(([id]) => id !== work.id)
    this.#made = new Map([...others, [work.id, { stamp, bytes: blob.size }]])
    return blob
  }

  /** The plan, with the size that its output turned out to have. */
  known(id: string, plan: PlanState | undefined, stamp: string): PlanState | undefined {
    const made = this.#made.get(id)
    if (plan?.kind !== 'current' || made?.stamp !== stamp) return plan
    return { kind: 'current', report: { ...plan.report, keptBytes: made.bytes, exact: true } }
  }

  async restore(work: CompactWork): Promise<Blob> {
    return (await this.#begun()).restore(work)
  }

  /** Its target is gone. */
  async forget(id: string): Promise<void> {
    ;(await this.#compacting)?.release(id)
  }

  #begun(): Promise<Compacting> {
    return (this.#compacting ??= import('./jobs/compacting').then(
      ({ Compacting }) => new Compacting(this.#door, this.#files, this.#hashing),
    ))
  }
}
