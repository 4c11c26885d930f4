import type { Fault } from '../core/errors'
import type { SaveState } from '../model/job'
import type { Progress } from '../model/progress'
import type { Output, Packaging } from '../output/output'
import { save } from '../output/save'
import type { MainApi } from '../worker/main/api'
import { Running, type Work } from './jobs/running'
import { withEntry } from './with-entry'

/** What a save has come to, and what it was a save of. */
interface Kept {
  readonly state: SaveState
  readonly stamp: string | undefined
}

const AS_IT_IS: Packaging = { gzip: false, partSize: undefined }

/** The saves, each under its output's id (or another name), and what they have come to. */
export class Saves {
  #kept = $state.raw<ReadonlyMap<string, Kept>>(new Map())
  readonly #running = new Running()
  readonly #door: Pick<MainApi, 'checksums'>
  readonly #stampOf: (id: string) => string | undefined

  /** @param stampOf what would be saved under an id now: how a save ended is shown as long as that is the same. */
  constructor(door: Pick<MainApi, 'checksums'>, stampOf: (id: string) => string | undefined = () => undefined) {
    this.#door = door
    this.#stampOf = stampOf
  }

  get(id: string): SaveState | undefined {
    const kept = this.#kept.get(id)
    return kept && (kept.state.kind === 'saving' || kept.stamp === this.#stampOf(id)) ? kept.state : undefined
  }

  /** Whether any is under way. */
  get isBusy(): boolean {
    return [...this.#kept.values()].some(({ state }) => state.kind === 'saving')
  }

  /** Call it within a click: a picker may open. */
  one(output: Output, { gzip, partSize }: Packaging = AS_IT_IS): Promise<void> {
    const { id, name, bytes } = output
    if (partSize !== undefined && bytes > partSize) return this.#inParts(id, [output], { gzip, partSize })
    return this.#run(id, name, async (onProgress, signal) => {
      return { kind: 'saved', name, how: await save(output, { gzip, onProgress, signal }) }
    })
  }

  /** The same, of several. */
  all(id: string, outputs: readonly Output[], { gzip, partSize }: Packaging, zipName: string): Promise<void> {
    if (partSize !== undefined) return this.#inParts(id, outputs, { gzip, partSize })
    return this.#run(id, zipName, async (onProgress, signal) => {
      const { saveAll } = await import('../output/save-all')
      const how = await saveAll(outputs, zipName, { gzip, onProgress, signal })
      // In a zip they lie under one name, and each row's command would speak of a file that is not there yet.
      if (how === 'file') for (const { id, name } of outputs) this.#set(id, { kind: 'saved', how, name })
      return { kind: 'saved', how, name: zipName, files: outputs.map(({ name }) => name) }
    })
  }

  /** What can be told to fail before anything is asked. */
  refuse(id: string, fault: Fault): void {
    this.#set(id, { kind: 'failed', fault })
  }

  cancel(id: string): void {
    this.#running.cancel(id)
  }

  /** How it ended is told no more; one under way goes on. */
  forget(id: string): void {
    if (this.#kept.get(id)?.state.kind !== 'saving') this.#set(id, undefined)
  }

  /** Each row then shows how its own parts are joined. */
  #inParts(id: string, outputs: readonly Output[], { gzip, partSize }: Packaging & { partSize: number }) {
    return this.#run(id, outputs[0]?.name ?? '', async (onProgress, signal) => {
      const { saveInParts } = await import('../output/save-parts')
      const sumsOf = (parts: readonly Blob[]) => this.#door.checksums(parts, onProgress, signal)
      const saved = await saveInParts(outputs, { gzip, partSize, sumsOf, onProgress, signal })
      for (const { id, ...how } of saved) this.#set(id, { kind: 'saved', ...how })
      const files = saved.flatMap(({ name, parts }) => (parts.length > 0 ? parts : [name]))
      return { kind: 'saved', how: saved[0]?.how ?? 'file', name: '', files, ...saved.find((one) => one.id === id) }
    })
  }

  async #run(id: string, file: string, work: Work<SaveState>): Promise<void> {
    this.#set(id, { kind: 'saving' })
    const show = (progress: Progress) => this.#set(id, { kind: 'saving', progress })
    const outcome = await this.#running.run(id, work, show, file)
    if (outcome.kind === 'replaced') return
    if (outcome.kind === 'done') this.#set(id, outcome.value)
    else this.#set(id, outcome.kind === 'failed' ? outcome : undefined)
  }

  #set(id: string, state: SaveState | undefined): void {
    this.#kept = withEntry(this.#kept, id, state && { state, stamp: this.#stampOf(id) })
  }
}
