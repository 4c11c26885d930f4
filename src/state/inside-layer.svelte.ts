import type { LayerSummary } from '../core/layer/change'
import type { LayerRow, Shown } from '../core/layer/listing'
import type { LayerQuery } from '../core/layer/select'
import type { LayerAbsence, StoredLayer } from '../core/layer/stored'
import type { LayerView } from '../core/view/picture'
import { safeBaseName } from '../core/view/output-names'
import type { Comparing, InsideLayer, LayerListingState, LayerWindow } from '../model/inside-layer'
import type { Progress } from '../model/progress'
import type { SaveState } from '../model/job'
import { faultIn, type Running, type Work } from './jobs/running'
import type { Saves } from './saves.svelte'
import type { OnProgress } from '../worker/door/progress'
import type { Client } from '../worker/main/client'
import type { LayerClient } from '../worker/decoder/layer-client'

/** What opening a layer comes to. */
type Opened =
  | Extract<LayerListingState, { kind: 'none' }>
  | {
      readonly kind: 'ready'
      readonly client: LayerClient
      readonly summary: LayerSummary
      readonly below: readonly (StoredLayer | LayerAbsence)[]
    }

/** Where a layer stands. */
export interface LayerPlace {
  readonly file: string
  readonly image: number
  readonly layer: number
}

const EVERYTHING: LayerQuery = { text: '', show: 'all', order: 'path' }
const NO_ROWS = { shown: { rows: 0, matches: 0, bytes: 0 }, window: { from: 0, rows: [] } } as const

/** Beyond what is in sight, so that a short way has its lines already. */
const MARGIN = 60

/** One layer at a time is looked into; its lines stay in a worker of their own, which ends when the layer is closed. */
export class Layers {
  inside = $state.raw<InsideLayer | undefined>()
  readonly #running: Running
  readonly #saves: Saves
  readonly #main: () => Client
  #client: LayerClient | undefined
  #wanted = { from: 0, to: MARGIN }
  #questions = 0

  constructor(running: Running, saves: Saves, main: () => Client) {
    this.#running = running
    this.#saves = saves
    this.#main = main
  }

  async open({ file, image, layer }: LayerPlace, view: LayerView): Promise<void> {
    this.close()
    this.inside = { layer: view, state: { kind: 'reading' }, query: EVERYTHING, ...NO_ROWS }
    const work: Work<Opened> = async (onProgress, signal) => {
      const stack = await this.#main().layerStack(file, image, layer)
      const stored = stack.at(-1) ?? 'absent'
      if (typeof stored === 'string') return { kind: 'none', why: stored }
      const { LayerClient } = await import('../worker/decoder/layer-client')
      signal.throwIfAborted()
      const client = (this.#client = new LayerClient())
      const summary = await client.list(stored, onProgress, signal)
      return { kind: 'ready', client, summary, below: stack.slice(0, -1) }
    }
    const show = (progress: Progress) => this.#is({ kind: 'reading', progress })
    const opened = await this.#running.run(TASKS.list, work, show, view.diffId)
    if (opened === 'cancelled') return
    if (opened.kind !== 'ready') return this.#is(opened)
    this.#is({ kind: 'ready', summary: opened.summary, comparing: { kind: 'running' } })
    await this.#ask((client) => client.show(EVERYTHING))
    await this.#compare(opened.client, opened.below)
  }

  close(): void {
    for (const task of Object.values(TASKS)) this.#running.cancel(task)
    this.#saves.cancel(SAVE)
    this.#saves.settle((id) => id === SAVE)
    this.#client?.end()
    this.#client = undefined
    this.inside = undefined
  }

  cancelSave(): void {
    this.#saves.cancel(SAVE)
  }

  /** What became of the last file that was saved. */
  get saving(): SaveState | undefined {
    return this.#saves.states.get(SAVE)
  }

  stopComparing(): void {
    this.#running.cancel(TASKS.compare)
  }

  show(change: Partial<LayerQuery>): Promise<void> {
    const query = { ...(this.inside?.query ?? EVERYTHING), ...change }
    if (this.inside) this.inside = { ...this.inside, query }
    this.#saves.settle((id) => id === SAVE)
    return this.#ask((client) => client.show(query))
  }

  toggle(id: number): Promise<void> {
    return this.#ask((client) => client.toggle(id))
  }

  toggleAll(open: boolean): Promise<void> {
    return this.#ask((client) => client.toggleAll(open))
  }

  /** The lines that are in sight. */
  async look(from: number, to: number): Promise<void> {
    this.#wanted = { from, to }
    const client = this.#client
    if (!this.inside || !client || holds(this.inside, from, to)) return
    const asked = this.#questions
    const window = await this.#rows(client)
    // Lines of another question, or of a place that was left already, come too late.
    const late = client !== this.#client || asked !== this.#questions || from !== this.#wanted.from
    if (!late) this.inside = { ...this.inside, window }
  }

  /** Call it within a click: a picker may open. */
  save({ id, path, size }: LayerRow): Promise<void> {
    const client = this.#client
    if (!client) return Promise.resolve()
    const making = {
      id: SAVE,
      name: safeBaseName(path),
      source: safeBaseName(path),
      bytes: size,
      make: (onProgress: OnProgress, signal: AbortSignal) => client.file(id, onProgress, signal),
    }
    return this.#saves.one(making, { gzip: false, partSize: undefined })
  }

  async #compare(client: LayerClient, below: readonly (StoredLayer | LayerAbsence)[]): Promise<void> {
    const stored = below.filter((layer) => typeof layer !== 'string')
    const missing = below.length - stored.length
    if (missing > 0) return this.#comparing({ kind: 'impossible', missing, below: below.length })
    const compared = await this.#running.run(
      TASKS.compare,
      (onProgress, signal) => client.compare(stored, onProgress, signal),
      (progress) => this.#comparing({ kind: 'running', progress }),
      this.inside?.layer.diffId ?? '',
    )
    if (client !== this.#client) return
    if (compared === 'cancelled') return this.#comparing({ kind: 'stopped' })
    if ('kind' in compared) return this.#comparing(compared)
    this.#is({ kind: 'ready', summary: compared, comparing: { kind: 'done' } })
    await this.show({})
  }

  /** Asks what there is to show, and gets the lines in sight. Of several questions the last is answered. */
  async #ask(question: (client: LayerClient) => Promise<Shown>): Promise<void> {
    const client = this.#client
    if (!client) return
    const asked = ++this.#questions
    const current = () => client === this.#client && asked === this.#questions
    try {
      const shown = await question(client)
      if (!current()) return
      const window = await this.#rows(client)
      if (this.inside && current()) this.inside = { ...this.inside, shown, window }
    } catch (thrown) {
      if (current()) this.#is({ kind: 'failed', fault: faultIn(thrown, this.inside?.layer.diffId ?? '') })
    }
  }

  async #rows(client: LayerClient): Promise<LayerWindow> {
    const from = Math.max(0, this.#wanted.from - MARGIN)
    return { from, rows: await client.rows(from, this.#wanted.to + MARGIN) }
  }

  #is(state: LayerListingState): void {
    if (this.inside) this.inside = { ...this.inside, state }
  }

  #comparing(comparing: Comparing): void {
    const state = this.inside?.state
    if (state?.kind === 'ready') this.#is({ ...state, comparing })
  }
}

/** Among the page's saves. */
const SAVE = 'layer-file'

const TASKS = { list: 'layer', compare: 'layer-below' } as const

/** Whether the lines from one place to another are there, as far as there are so many. */
function holds({ shown, window }: InsideLayer, from: number, to: number): boolean {
  return from >= window.from && Math.min(to, shown.rows) <= window.from + window.rows.length
}
