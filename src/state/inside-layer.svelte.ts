import { faultOf } from '../core/errors'
import type { LayerSummary } from '../core/layer/change'
import type { LayerRow, Shown } from '../core/layer/listing'
import type { LayerQuery } from '../core/layer/select'
import type { LayerAbsence, StoredLayer } from '../core/layer/stack'
import type { ImageView } from '../core/view/picture'
import { safeBaseName } from '../core/view/output-names'
import type { ChosenLine, Comparing, LayerListingState, LayerWindow, OpenLayer } from '../model/inside-layer'
import type { Item } from '../model/item'
import type { Progress } from '../model/progress'
import type { Output } from '../output/output'
import type { SaveState } from '../model/job'
import type { MainApi } from '../worker/main/api'
import { FIRST, lineAt, seenIn } from './chosen-line'
import { Running, type Work } from './jobs/running'
import { Saves } from './saves.svelte'
import type { LayerApi } from '../worker/decoder/api'
import type { LayerDoor } from '../worker/decoder/layer-client'

/** What opening a layer comes to. */
type Opened =
  | Extract<LayerListingState, { kind: 'none' }>
  | {
      readonly kind: 'ready'
      readonly client: LayerDoor
      readonly summary: LayerSummary
      readonly below: readonly (StoredLayer | LayerAbsence)[]
    }

const EVERYTHING: LayerQuery = { text: '', show: 'all', order: 'path' }
const NO_ROWS = { shown: { rows: 0, matches: 0, bytes: 0 }, window: { from: 0, rows: [] }, chosen: FIRST } as const

/** Beyond what is in sight, so that a short way has its lines already. */
const MARGIN = 60

/** One layer at a time is looked into; its lines stay in a worker of their own, which ends when the layer is closed. */
export class InsideLayer {
  layer = $state.raw<OpenLayer | undefined>()
  readonly #running = new Running()
  readonly #saves: Saves
  readonly #door: Pick<MainApi, 'layerStack' | 'checksums'>
  #client: LayerDoor | undefined
  #wanted = { from: 0, to: MARGIN }
  #questions = 0

  constructor(door: Pick<MainApi, 'layerStack' | 'checksums'>) {
    this.#door = door
    this.#saves = new Saves(door)
  }

  /** Looks into an image's layer, counted from the bottom. */
  async open(item: Item, image: ImageView, at: number): Promise<void> {
    const view = image.layers[at]
    if (!view) return
    this.close()
    this.layer = { layer: view, state: { kind: 'reading' }, query: EVERYTHING, ...NO_ROWS }
    const work: Work<Opened> = async (onProgress, signal) => {
      const stack = await this.#door.layerStack(item.id, placeOf(image, item), at)
      const stored = stack.at(-1) ?? 'absent'
      if (typeof stored === 'string') return { kind: 'none', why: stored }
      const { layerDoor } = await import('../worker/decoder/layer-client')
      signal.throwIfAborted()
      const client = (this.#client = layerDoor())
      const summary = await client.api.list(stored, onProgress, signal)
      return { kind: 'ready', client, summary, below: stack.slice(0, -1) }
    }
    const show = (progress: Progress) => this.#is({ kind: 'reading', progress })
    const opened = await this.#running.run(TASKS.list, work, show, view.diffId)
    if (opened.kind === 'failed') this.#is(opened)
    if (opened.kind !== 'done') return
    if (opened.value.kind === 'none') return this.#is(opened.value)
    const { client, summary, below } = opened.value
    this.#is({ kind: 'ready', summary, comparing: { kind: 'running' } })
    await this.#ask((api) => api.show(EVERYTHING))
    await this.#compare(client, below)
  }

  close(): void {
    for (const task of Object.values(TASKS)) this.#running.cancel(task)
    this.#saves.cancel(SAVE)
    this.#saves.forget(SAVE)
    this.#client?.end()
    this.#client = undefined
    this.layer = undefined
  }

  cancelSave(): void {
    this.#saves.cancel(SAVE)
  }

  /** What became of the last file that was saved. */
  get saving(): SaveState | undefined {
    return this.#saves.get(SAVE)
  }

  stopComparing(): void {
    this.#running.cancel(TASKS.compare)
  }

  /** Another question: from its beginning, whatever was chosen. */
  show(change: Partial<LayerQuery>): Promise<void> {
    const query = { ...(this.layer?.query ?? EVERYTHING), ...change }
    if (this.layer) this.layer = { ...this.layer, query, chosen: FIRST }
    this.#saves.forget(SAVE)
    return this.#ask((api) => api.show(query))
  }

  toggle(id: number): Promise<void> {
    return this.#ask((api) => api.toggle(id))
  }

  toggleAll(open: boolean): Promise<void> {
    return this.#ask((api) => api.toggleAll(open))
  }

  /** By its place among the lines that are shown. */
  choose(at: number): void {
    if (this.layer) this.layer = { ...this.layer, chosen: lineAt(at, this.layer.window) }
  }

  /** The lines that are in sight. */
  async look(from: number, to: number): Promise<void> {
    this.#wanted = { from, to }
    const client = this.#client
    if (!this.layer || !client || holds(this.layer, from, to)) return
    const asked = this.#questions
    // Lines of another question, or of a place that was left already, come too late.
    const current = () => client === this.#client && asked === this.#questions && from === this.#wanted.from
    try {
      const window = await this.#rows(client)
      if (current()) this.layer = { ...this.layer, window, chosen: seenIn(this.layer.chosen, window) }
    } catch (thrown) {
      if (current()) this.#fail(thrown)
    }
  }

  /** Call it within a click: a picker may open. */
  save({ id, path, size }: LayerRow): Promise<void> {
    const client = this.#client
    if (!client) return Promise.resolve()
    const name = safeBaseName(path)
    const make: Output['make'] = (onProgress, signal) => client.api.file(id, onProgress, signal)
    const output = { id: SAVE, name, source: name, bytes: size, make }
    return this.#saves.one(output)
  }

  async #compare(client: LayerDoor, below: readonly (StoredLayer | LayerAbsence)[]): Promise<void> {
    const stored = below.filter((layer) => typeof layer !== 'string')
    const missing = below.length - stored.length
    if (missing > 0) return this.#comparing({ kind: 'impossible', missing, below: below.length })
    const compared = await this.#running.run(
      TASKS.compare,
      (onProgress, signal) => client.api.compare(stored, onProgress, signal),
      (progress) => this.#comparing({ kind: 'running', progress }),
      this.layer?.layer.diffId ?? '',
    )
    if (client !== this.#client) return
    if (compared.kind === 'replaced') return
    if (compared.kind === 'cancelled') return this.#comparing({ kind: 'stopped' })
    if (compared.kind === 'failed') return this.#comparing(compared)
    this.#is({ kind: 'ready', summary: compared.value, comparing: { kind: 'done' } })
    const query = this.layer?.query ?? EVERYTHING
    await this.#ask((api) => api.show(query))
  }

  /** Asks what there is to show, and gets the lines in sight. Of several questions the last is answered. */
  async #ask(question: (api: LayerApi) => Promise<Shown>): Promise<void> {
    const client = this.#client
    if (!client) return
    const asked = ++this.#questions
    const current = () => client === this.#client && asked === this.#questions
    try {
      const shown = await question(client.api)
      if (!current()) return
      const window = await this.#rows(client)
      const chosen = await this.#placed(client)
      if (this.layer && current()) this.layer = { ...this.layer, shown, window, chosen: seenIn(chosen, window) }
    } catch (thrown) {
      if (current()) this.#fail(thrown)
    }
  }

  #fail(thrown: unknown): void {
    this.#is({ kind: 'failed', fault: faultOf(thrown, this.layer?.layer.diffId ?? '') })
  }

  async #rows(client: LayerDoor): Promise<LayerWindow> {
    const from = Math.max(0, this.#wanted.from - MARGIN)
    return { from, rows: await client.api.rows(from, this.#wanted.to + MARGIN) }
  }

  /** Where what is chosen stands now; and what is chosen while that is asked. */
  async #placed(client: LayerDoor): Promise<ChosenLine> {
    for (;;) {
      const { row } = this.layer?.chosen ?? FIRST
      const at = row && (await client.api.placeOf(row.id))
      const chosen = this.layer?.chosen ?? FIRST
      if (at === undefined) return chosen
      if (chosen.row?.id === row?.id) return { ...chosen, at }
    }
  }

  #is(state: LayerListingState): void {
    if (this.layer) this.layer = { ...this.layer, state }
  }

  #comparing(comparing: Comparing): void {
    const state = this.layer?.state
    if (state?.kind === 'ready') this.#is({ ...state, comparing })
  }
}

/** Among the page's saves. */
const SAVE = 'layer-file'

const TASKS = { list: 'layer', compare: 'layer-below' } as const

/** The image's place in its file, unless that holds another there by now: of what was delivered the picture may be old. */
function placeOf({ place, layers }: ImageView, { state }: Item): number {
  const images = state.kind === 'ready' && state.view.kind === 'archive' ? state.view.images : []
  const now = images.find((image) => image.place === place)
  return !now || areSame(now.layers, layers) ? place : -1
}

const areSame = (a: ImageView['layers'], b: ImageView['layers']) =>
  a.length === b.length && a.every(({ diffId }, at) => diffId === b[at]?.diffId)

/** Whether the lines from one place to another are there, as far as there are so many. */
function holds({ shown, window }: OpenLayer, from: number, to: number): boolean {
  return from >= window.from && Math.min(to, shown.rows) <= window.from + window.rows.length
}
