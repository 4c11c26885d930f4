import type { Progress } from '../model/progress'
import type { SaveState } from '../model/job'
import type { Output } from '../output/save-all'
import { save } from '../output/save'
import type { Running, Work } from './jobs/running'
import type { OnProgress } from '../worker/door/progress'
import type { Client } from '../worker/main/client'

/** How outputs leave the page: gzipped or not, whole or in parts of so many bytes. */
export interface Packaging {
  readonly gzip: boolean
  readonly partSize: number | undefined
}

/** Into parts of so many bytes. */
type Cut = Pick<Packaging, 'gzip'> & { readonly partSize: number }

/** One output to be: its name, its size as planned, and how its Blob is made. */
export interface Making {
  readonly name: string
  /** Under which its target's state stands. */
  readonly id: string
  /** The target's own name, for errors. */
  readonly source: string
  readonly bytes: number
  readonly make: (onProgress: OnProgress, signal: AbortSignal) => Promise<Blob>
}

/** The saves, each under its target's id (or another name), and what they have come to. */
export class Saves {
  states = $state.raw<ReadonlyMap<string, SaveState>>(new Map())
  readonly #running: Running
  readonly #client: () => Client

  constructor(running: Running, client: () => Client) {
    this.#running = running
    this.#client = client
  }

  /** Call it within a click: a picker may open. */
  one(making: Making, { gzip, partSize }: Packaging): Promise<void> {
    if (partSize !== undefined && making.bytes > partSize) return this.#inParts(making, { gzip, partSize })
    return this.#run(making.id, making.name, async (onProgress, signal) => {
      const make = () => making.make(onProgress, signal)
      const { name, source } = making
      return { kind: 'saved', name, how: await save({ name, source, gzip, make, onProgress, signal }) }
    })
  }

  all(id: string, makings: readonly Making[], { gzip, partSize }: Packaging, zipName: string): Promise<void> {
    if (partSize !== undefined) return this.#allInParts(id, makings, { gzip, partSize })
    return this.#run(id, zipName, async (onProgress, signal) => {
      const { saveAll } = await import('../output/save-all')
      const make = async () => {
        const outputs: Output[] = []
        for (const { name, source, make } of makings)
          outputs.push({ name, source, blob: await make(onProgress, signal) })
        return outputs
      }
      const how = await saveAll({ zipName, gzip, make, onProgress, signal })
      // In a zip they lie under one name, and each row's command would speak of a file that is not there yet.
      if (how === 'file') this.#setSaved(makings.map(({ id, name }) => [id, { kind: 'saved', how, name }]))
      return { kind: 'saved', how, name: zipName }
    })
  }

  cancel(id: string): void {
    this.#running.cancel(taskOf(id))
  }

  /** Forgets how saves ended; those under way go on. */
  settle(gone: (id: string) => boolean = () => true): void {
    this.states = new Map([...this.states].filter(([id, { kind }]) => kind === 'saving' || !gone(id)))
  }

  #inParts(making: Making, packaging: Cut): Promise<void> {
    return this.#run(making.id, making.name, async (onProgress, signal) => {
      const [saved] = await this.#cut([making], packaging, onProgress, signal)
      return { kind: 'saved', name: making.name, ...saved! }
    })
  }

  /** Each row then shows how its own parts are joined. */
  #allInParts(id: string, makings: readonly Making[], packaging: Cut): Promise<void> {
    return this.#run(id, '', async (onProgress, signal) => {
      const saved = await this.#cut(makings, packaging, onProgress, signal)
      this.#setSaved(makings.map(({ id: row, name }, at) => [row, { kind: 'saved', name, ...saved[at]! }]))
      return { kind: 'saved', how: saved[0]?.how ?? 'file', name: '' }
    })
  }

  #setSaved(states: readonly (readonly [id: string, state: SaveState])[]): void {
    this.states = new Map([...this.states, ...states])
  }

  async #cut(makings: readonly Making[], packaging: Cut, onProgress: OnProgress, signal: AbortSignal) {
    const { saveInParts } = await import('../output/save-parts')
    const client = this.#client()
    const cuttings = makings.map(({ name, source, make }) => ({
      name,
      source,
      make: () => make(onProgress, signal),
      sums: (parts: readonly Blob[]) => client.checksums(source, parts, onProgress, signal),
    }))
    return saveInParts(cuttings, { ...packaging, onProgress, signal })
  }

  async #run(id: string, name: string, work: Work<SaveState>): Promise<void> {
    const set = (state: SaveState) => (this.states = new Map(this.states).set(id, state))
    set({ kind: 'saving' })
    const show = (progress: Progress) => set({ kind: 'saving', progress })
    const state = await this.#running.run(taskOf(id), work, show, name)
    if (state !== 'cancelled') set(state)
    else this.states = new Map([...this.states].filter(([key]) => key !== id))
  }
}

/** A file may be read and saved from at once: two tasks. */
const taskOf = (id: string) => `save-${id}`
