import { untrack } from 'svelte'
import type { HostMode } from './core/destination'
import { fingerprintName } from './core/report'
import { loadingOrder } from './core/roles'
import type { Form } from './core/slim'
import { stacksOf, withRoles, type Item, type PlanState, type Progress, type Role } from './items'
import { Layers } from './layers.svelte'
import { chosenLanguage, languages, messagesIn, type Language } from './messages'
import { openItem } from './opening'
import { spools } from './output/scratch'
import { faultIn, Running } from './running'
import { Saves, withUniqueNames, type Making } from './saves.svelte'
import { tryWaysOut, type WayOut } from './ways-out'
import type { Choice } from './worker/api'
import { Client } from './worker/client'

const LANGUAGE_KEY = 'layershed.language'
/** The built-in sample's target, by its file's name. */
const SAMPLE = 'sample-app.tar'

/** What the page knows and can do. The only one that talks to the worker. */
export class Session {
  items = $state.raw<readonly Item[]>([])
  plans = $state.raw<ReadonlyMap<string, PlanState>>(new Map())
  waysOut = $state.raw<{ page: readonly WayOut[]; worker: readonly WayOut[] } | undefined>()
  form = $state<Form>('universal')
  compress = $state(false)
  /** Bytes; undefined: in one piece. */
  partSize = $state<number | undefined>()
  /** Whether the targets travel together, each leaving out what an earlier one brings. Undecided: where there is no base. */
  #together = $state<boolean | undefined>()
  mode = $state<HostMode>('one-host')
  language = $state<Language>(rememberedLanguage())

  readonly messages = $derived(messagesIn(this.language))
  readonly bases = $derived(this.items.filter(({ role }) => role === 'base'))
  readonly targets = $derived(this.items.filter(({ role }) => role === 'target'))
  readonly inventories = $derived(
    this.bases.filter(({ state }) => state.kind === 'ready' && state.view.kind === 'inventory').length,
  )

  /** How many targets have something to save. */
  readonly savable = $derived(this.targets.filter(({ id }) => this.#making(id) !== undefined).length)
  /** The ids of the targets in the order in which they are to be loaded; empty where each goes for itself. */
  readonly loadingOrder = $derived(this.together ? loadingOrder(stacksOf(this.targets)) : [])

  readonly #client = new Client(() => this.#reopen())
  readonly #running = new Running()
  readonly saves = new Saves(this.#running, () => this.#client)
  readonly layers = new Layers(this.#running, this.saves, () => this.#client)
  #ids = 0
  #planned = ''
  #pastes = 0
  #sampling = false

  add(files: Iterable<File>, role?: Role): void {
    const items = [...files].map((file): Item => {
      return {
        id: `file-${++this.#ids}`,
        name: file.name,
        file,
        role: role ?? 'target',
        pinned: role !== undefined,
        state: { kind: 'reading' },
      }
    })
    this.items = [...this.items, ...items]
    this.#settle()
    for (const item of items) void this.#open(item)
  }

  paste(text: string): void {
    const name = this.messages.page.pasteName(++this.#pastes)
    this.add([new File([text], name, { type: 'application/json' })], 'base')
  }

  /** Once: a second copy of it would teach nobody anything. */
  async addSample(): Promise<void> {
    if (this.#sampling || this.items.some(({ name }) => name === SAMPLE)) return
    this.#sampling = true
    try {
      const { base, target } = await this.#client.sample()
      this.add([base], 'base')
      this.add([target], 'target')
    } finally {
      this.#sampling = false
    }
  }

  remove(id: string): void {
    this.cancel(id)
    const spool = this.#item(id)?.spool
    if (spool) void spools.release(spool)
    this.items = this.items.filter((item) => item.id !== id)
    this.#forget(id)
    void this.#client.close(id)
    this.#settle()
  }

  /** To the other side, by the user's own hand. */
  move(id: string): void {
    this.#update(id, (item) => ({ ...item, pinned: true, role: item.role === 'base' ? 'target' : 'base' }))
    this.#forget(id)
    const item = this.#item(id)
    if (item && needsBytes(item)) void this.#open(item)
    else this.#settle()
  }

  setForm(form: Form): void {
    this.form = form
    this.#settle()
  }

  get together(): boolean {
    return this.targets.length > 1 && (this.#together ?? this.bases.length === 0)
  }

  setTogether(together: boolean): void {
    this.#together = together
    this.#settle()
  }

  setMode(mode: HostMode): void {
    this.mode = mode
    this.#settle()
  }

  setLanguage(language: Language): void {
    this.language = language
    try {
      localStorage.setItem(LANGUAGE_KEY, language)
    } catch {
      // Storage may be forbidden: then the choice lasts as long as the page.
    }
  }

  /** Of a zip with several archives, the one that is meant; the others can be added as files of their own. */
  choose(id: string, members: readonly string[]): void {
    const item = this.#item(id)
    const [first, ...others] = members
    if (!item || first === undefined) return
    const pick = (from: Item, member: string): Item => {
      return { ...from, member, name: member.split('/').at(-1) ?? member, state: { kind: 'reading' } }
    }
    const added = others.map((member) => pick({ ...item, id: `file-${++this.#ids}` }, member))
    this.#update(id, (now) => pick(now, first))
    this.items = [...this.items, ...added]
    for (const one of [this.#item(id), ...added]) if (one) void this.#open(one)
  }

  /** Call the saves within a click: a picker may open. */
  save(id: string): Promise<void> {
    const making = this.#making(id)
    return making ? this.saves.one(id, making, { gzip: this.compress, partSize: this.partSize }) : Promise.resolve()
  }

  saveAll(): Promise<void> {
    const makings = this.targets.flatMap(({ id }) => this.#making(id) ?? [])
    return this.saves.all('all', withUniqueNames(makings), this.compress, 'slim-images.zip')
  }

  saveFingerprint(id: string): Promise<void> {
    const name = fingerprintName(this.#item(id)?.name ?? '')
    const make: Making['make'] = async (onProgress, signal) => {
      const item = this.#item(id)
      if (item && isBare(item)) await this.#open(item, true)
      return this.#client.fingerprint(id, onProgress, signal)
    }
    return this.saves.one(id, { name, bytes: 0, make }, { gzip: false, partSize: undefined })
  }

  /** The name under which a plan's output is saved. */
  outputName(name: string): string {
    return this.compress ? `${name}.gz` : name
  }

  /** Stops whatever is under way for a file: its reading, or its save. */
  cancel(id: string): void {
    this.#running.cancel(id)
    this.saves.cancel(id)
  }

  async tryWaysOut(): Promise<void> {
    const [page, worker] = await Promise.all([tryWaysOut(), this.#client.waysOut()])
    this.waysOut = { page, worker }
  }

  async #open(item: Item, keep = item.role === 'target'): Promise<void> {
    const { id } = item
    const show = (progress?: Progress) =>
      this.#update(id, (now) => ({ ...now, state: { kind: 'reading', ...(progress ? { progress } : {}) } }))
    show()
    this.#settle()
    const opening = await this.#running.run(
      id,
      (onProgress, signal) => openItem(this.#client, item, keep, onProgress, signal),
      show,
      item.name,
    )
    if (opening === 'cancelled') this.items = this.items.filter((other) => other.id !== id)
    else if ('kind' in opening) this.#update(id, (now) => ({ ...now, state: opening }))
    else this.#update(id, (now) => ({ ...now, ...opening }))
    if (item.spool) void spools.release(item.spool)
    this.items = withRoles(this.items)
    const now = this.#item(id)
    // Its role was found out only now, and asks for bytes that were let go by.
    if (now && needsBytes(now)) return this.#open(now)
    this.#settle()
  }

  /**
   * Works out the plans that are missing: all of them when what they depend on has changed. What was current stops being so at
   * once, what comes back late is dropped, and nothing is planned while a base is still being read.
   */
  #settle(): void {
    const choice = this.#choice()
    const key = JSON.stringify([choice, this.loadingOrder])
    const changed = key !== this.#planned
    this.#planned = key
    const ready = this.targets.filter(({ state }) => state.kind === 'ready')
    const due = ready.filter(({ id }) => changed || !this.plans.has(id))
    const kept = ready.filter((item) => !due.includes(item)).map(({ id }) => [id, this.plans.get(id)!] as const)
    this.plans = new Map([...kept, ...due.map(({ id }) => [id, { kind: 'planning' }] as const)])
    if (changed) this.saves.settle()
    if (!choice.reading) for (const item of due) void this.#plan(item, this.#choiceFor(item.id), key)
  }

  async #plan({ id, name }: Item, choice: Choice, key: string): Promise<void> {
    const plan = await this.#client
      .plan(id, choice)
      .then((report): PlanState => ({ kind: 'current', report }))
      .catch((thrown): PlanState => ({ kind: 'failed', fault: faultIn(thrown, name) }))
    if (key === this.#planned && this.plans.has(id)) this.plans = new Map(this.plans).set(id, plan)
  }

  #choice() {
    const bases = this.bases.filter(({ state }) => state.kind === 'ready').map(({ id }) => id)
    const reading = this.bases.some(({ state }) => state.kind === 'reading')
    return { bases, mode: this.mode, form: this.form, reading }
  }

  #choiceFor(id: string): Choice {
    const place = this.loadingOrder.indexOf(id)
    return { ...this.#choice(), before: this.loadingOrder.slice(0, Math.max(0, place)) }
  }

  #making(id: string): Making | undefined {
    const plan = this.plans.get(id)
    if (plan?.kind !== 'current' || plan.report.verdict.kind !== 'ready') return undefined
    const { fileName, keptBytes } = plan.report
    const choice = this.#choiceFor(id)
    const make: Making['make'] = (onProgress, signal) => this.#client.slim(id, choice, onProgress, signal)
    return { name: this.outputName(fileName), bytes: keptBytes, make }
  }

  #item(id: string): Item | undefined {
    return untrack(() => this.items).find((item) => item.id === id)
  }

  #update(id: string, change: (item: Item) => Item): void {
    this.items = untrack(() => this.items).map((item) => (item.id === id ? change(item) : item))
  }

  #forget(id: string): void {
    this.plans = without(this.plans, id)
    this.saves.settle((other) => other === id)
  }

  /** The worker died, and its files with it: those that were open are opened again. */
  #reopen(): void {
    this.plans = new Map()
    for (const item of this.items.filter(({ state }) => state.kind === 'ready')) void this.#open(item)
  }
}

/** Packed and opened as a base: its layers went by and were not kept. */
const isBare = ({ packed, spool, state }: Item) => state.kind === 'ready' && packed === true && spool === undefined

const needsBytes = (item: Item) => item.role === 'target' && isBare(item)

function without<V>(map: ReadonlyMap<string, V>, id: string): ReadonlyMap<string, V> {
  return new Map([...map].filter(([key]) => key !== id))
}

function rememberedLanguage(): Language {
  try {
    const remembered = languages.find((language) => language === localStorage.getItem(LANGUAGE_KEY))
    if (remembered) return remembered
  } catch {
    // Storage may be forbidden.
  }
  return chosenLanguage(navigator.languages)
}
