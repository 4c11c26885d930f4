import { untrack } from 'svelte'
import type { HostMode } from './core/destination'
import { fingerprintName } from './core/report'
import type { Form } from './core/slim'
import { withRoles, type Item, type Progress, type Role } from './items'
import { Layers } from './layers.svelte'
import { chosenLanguage, languages, messagesIn, type Language } from './messages'
import { openItem } from './opening'
import { spools } from './output/scratch'
import { Plans } from './plans.svelte'
import { Running } from './running'
import { withUniqueNames } from './output/unique-names'
import { Saves, type Making } from './saves.svelte'
import { tryWaysOut, type WayOut } from './ways-out'
import { Client } from './worker/client'

const LANGUAGE_KEY = 'layershed.language'
/** The built-in sample's target, by its file's name. */
const SAMPLE = 'sample-app.tar'

/** What the page knows and can do. The only one that talks to the worker. */
export class Session {
  items = $state.raw<readonly Item[]>([])
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

  readonly #client = new Client(() => this.#reopen())
  readonly #running = new Running()
  readonly saves = new Saves(this.#running, () => this.#client)
  readonly plans = new Plans(
    () => this.#client,
    () => this,
    () => this.saves.settle(),
  )
  /** How many targets have something to save. */
  readonly savable = $derived(this.targets.filter(({ id }) => this.#making(id) !== undefined).length)
  readonly layers = new Layers(this.#running, this.saves, () => this.#client)
  #ids = 0
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
    this.plans.settle()
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
    this.plans.settle()
  }

  /** To the other side, by the user's own hand. */
  move(id: string): void {
    this.#update(id, (item) => ({ ...item, pinned: true, role: item.role === 'base' ? 'target' : 'base' }))
    this.#forget(id)
    const item = this.#item(id)
    if (item && needsBytes(item)) void this.#open(item)
    else this.plans.settle()
  }

  /** Of several platforms one alone, or all of them. */
  setPlatform(id: string, only: string | undefined): void {
    this.#update(id, (item) => ({ ...item, only }))
    this.plans.settle()
  }

  setForm(form: Form): void {
    this.form = form
    this.plans.settle()
  }

  get together(): boolean {
    return this.targets.length > 1 && (this.#together ?? this.bases.length === 0)
  }

  setTogether(together: boolean): void {
    this.#together = together
    this.plans.settle()
  }

  setMode(mode: HostMode): void {
    this.mode = mode
    this.plans.settle()
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
    return making ? this.saves.one(making, { gzip: this.compress, partSize: this.partSize }) : Promise.resolve()
  }

  saveAll(): Promise<void> {
    const makings = this.targets.flatMap(({ id }) => this.#making(id) ?? [])
    return this.saves.all(
      'all',
      withUniqueNames(makings),
      { gzip: this.compress, partSize: this.partSize },
      'slim-images.zip',
    )
  }

  saveFingerprint(id: string): Promise<void> {
    const name = fingerprintName(this.#item(id)?.name ?? '')
    const make: Making['make'] = async (onProgress, signal) => {
      const item = this.#item(id)
      if (item && isBare(item)) await this.#open(item, true)
      return this.#client.fingerprint(id, onProgress, signal)
    }
    const source = this.#item(id)?.name ?? name
    return this.saves.one({ id, name, source, bytes: 0, make }, { gzip: false, partSize: undefined })
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
    this.plans.settle()
    const opening = await this.#running.run(
      id,
      (onProgress, signal) => openItem(this.#client, item, keep, onProgress, signal),
      show,
      item.name,
    )
    if (opening === 'cancelled') {
      this.items = this.items.filter((other) => other.id !== id)
      void this.#client.close(id)
    } else if ('kind' in opening) this.#update(id, (now) => ({ ...now, state: opening }))
    else this.#update(id, (now) => ({ ...now, ...opening }))
    if (item.spool) void spools.release(item.spool)
    this.items = withRoles(this.items)
    const now = this.#item(id)
    // Its role was found out only now, and asks for bytes that were let go by.
    if (now && needsBytes(now)) return this.#open(now)
    this.plans.settle()
  }

  #making(id: string): Making | undefined {
    const making = this.plans.making(id)
    return making && { ...making, name: this.outputName(making.name) }
  }

  #item(id: string): Item | undefined {
    return untrack(() => this.items).find((item) => item.id === id)
  }

  #update(id: string, change: (item: Item) => Item): void {
    this.items = untrack(() => this.items).map((item) => (item.id === id ? change(item) : item))
  }

  #forget(id: string): void {
    this.plans.forget(id)
    this.saves.settle((other) => other === id)
  }

  /** The worker died, and its files with it: those that were open are opened again. */
  #reopen(): void {
    this.plans.forgetAll()
    for (const item of this.items.filter(({ state }) => state.kind === 'ready')) void this.#open(item)
  }
}

/** Packed and opened as a base: its layers went by and were not kept. */
const isBare = ({ packed, spool, state }: Item) => state.kind === 'ready' && packed === true && spool === undefined

const needsBytes = (item: Item) => item.role === 'target' && isBare(item)

function rememberedLanguage(): Language {
  try {
    const remembered = languages.find((language) => language === localStorage.getItem(LANGUAGE_KEY))
    if (remembered) return remembered
  } catch {
    // Storage may be forbidden.
  }
  return chosenLanguage(navigator.languages)
}
