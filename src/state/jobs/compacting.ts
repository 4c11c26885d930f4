import type { Codec } from '../../core/delta/note'
import type { StoredLayer } from '../../core/layer/stack'
import { spools } from '../../storage/opfs/scratch'
import type { CompactApi, CompactInputs } from '../../worker/compact/api'
import { inCompactWorker } from '../../worker/compact/compact-worker'
import { unpackLayer } from '../../worker/decoder/unpack-file'
import type { OnProgress } from '../../worker/door/progress'
import type { Choice, MainApi } from '../../worker/main/api'
import type { Files } from '../files.svelte'

/** What is made of which target, by what was chosen for it. */
export interface CompactWork {
  readonly id: string
  readonly choice: Choice
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/** Compact archives, made and made whole again: what is unpacked and made lies in spools until its target goes, or is made anew. */
export class Compacting {
  readonly #door: Pick<MainApi, 'compactInputs'>
  readonly #files: Pick<Files, 'withBytes'>
  readonly #spools = new Map<string, readonly string[]>()

  constructor(door: Pick<MainApi, 'compactInputs'>, files: Pick<Files, 'withBytes'>) {
    this.#door = door
    this.#files = files
  }

  make(job: CompactWork, codec: Codec): Promise<Blob> {
    return this.#work(
      job,
      (api, inputs) => api.toMake(inputs),
      async (api, inputs, means) => (await api.make(inputs, { ...means, codec }, job.onProgress)).bytes,
    )
  }

  restore(job: CompactWork): Promise<Blob> {
    return this.#work(
      job,
      (api, inputs) => api.toRestore(inputs),
      (api, inputs, means) => api.restore(inputs, means, job.onProgress),
    )
  }

  release(id: string): void {
    for (const spool of this.#spools.get(id) ?? []) void spools.release(spool)
    this.#spools.delete(id)
  }

  async #work(
    { id, choice, onProgress, signal }: CompactWork,
    needs: (api: CompactApi, inputs: CompactInputs) => Promise<readonly StoredLayer[]>,
    work: (api: CompactApi, inputs: CompactInputs, means: Parameters<CompactApi['restore']>[1]) => Promise<Blob>,
  ): Promise<Blob> {
    this.release(id)
    try {
      const inputs = await this.#inputs(id, choice, signal)
      const layers = await inCompactWorker((api) => needs(api, inputs), signal)
      const unpacked: Blob[] = []
      for (const layer of layers) unpacked.push(await unpackLayer(layer, await this.#claim(id), onProgress, signal))
      const spool = await this.#claim(id)
      return await inCompactWorker((api) => work(api, inputs, { unpacked, spool }), signal)
    } catch (thrown) {
      this.release(id)
      throw thrown
    }
  }

  /** Bases that are packed are opened once more, and their bytes kept. */
  async #inputs(id: string, choice: Choice, signal: AbortSignal): Promise<CompactInputs> {
    const { bare } = await this.#door.compactInputs(id, choice)
    for (const base of bare) await this.#files.withBytes(base)
    signal.throwIfAborted()
    const { target, bases } = await this.#door.compactInputs(id, choice)
    return { target, bases }
  }

  async #claim(id: string): Promise<string> {
    const spool = await spools.claim()
    this.#spools.set(id, [...(this.#spools.get(id) ?? []), spool])
    return spool
  }
}
