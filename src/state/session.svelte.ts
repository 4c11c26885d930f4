import type { HostMode } from '../core/destination/destination'
import type { ImageView } from '../core/view/picture'
import { fingerprintName } from '../core/view/output-names'
import type { SiteRecord } from '../core/destination/site'
import type { Form } from '../core/job/slim'
import { Files, isSite } from './files.svelte'
import type { Item } from '../model/item'
import { Speech } from './locale.svelte'
import { Layers } from './inside-layer.svelte'
import { Plans } from './plans.svelte'
import { Running } from './jobs/running'
import { withUniqueNames } from '../output/unique-names'
import { Saves, type Making } from './saves.svelte'
import { fileOfSite, Sites } from './sites.svelte'
import { tryWaysOut, type WayOut } from '../policy/ways-out'
import { pageWays } from '../policy/page-ways'
import { Client } from '../worker/main/client'

/** The built-in sample's target, by its file's name. */
const SAMPLE = 'sample-app.tar'

/** What the page knows and can do. The only one that talks to the worker. */
export class Session {
  readonly speech = new Speech()
  waysOut = $state.raw<{ page: readonly WayOut[]; worker: readonly WayOut[] } | undefined>()
  form = $state<Form>('universal')
  compress = $state(false)
  /** Bytes; undefined: in one piece. */
  partSize = $state<number | undefined>()
  /** Whether the targets travel together, each leaving out what an earlier one brings. Undecided: where there is no base. */
  #together = $state<boolean | undefined>()
  /** Undecided: sites are several hosts, inventories one. */
  #mode = $state<HostMode | undefined>()

  readonly #client = new Client(() => this.#reopen())
  readonly #running = new Running()
  readonly files = new Files(this.#running, () => this.#client, {
    onChange: () => this.plans.settle(),
    onStale: (id) => this.#forget(id),
  })
  readonly saves = new Saves(this.#running, () => this.#client)
  readonly plans = new Plans(
    () => this.#client,
    () => this,
    () => this.saves.settle((id) => !this.isDelivered(id)),
  )
  readonly layers = new Layers(this.#running, this.saves, () => this.#client)
  readonly sites = new Sites(
    () => this.#client,
    (name, site) => this.#siteChanged(name, site),
  )

  readonly #sitesRead = $derived(this.files.basesRead.flatMap(({ view }) => (view.kind === 'site' ? [view] : [])))
  /** How many hosts speak of what they have, each by an inventory or a site. */
  readonly hosts = $derived(
    this.files.basesRead.filter(({ view }) => view.kind === 'inventory').length +
      this.#sitesRead.reduce((sum, { mode, inventories }) => sum + (mode === 'every-host' ? inventories : 1), 0),
  )
  readonly mode = $derived<HostMode>(
    this.#mode ??
      (this.#sitesRead.length > 1 || this.#sitesRead.some(({ mode }) => mode === 'every-host')
        ? 'every-host'
        : 'one-host'),
  )
  /** Sites that were remembered of files that are still there, by the files' ids. */
  #kept = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map())
  /** The remembered sites that stand for what is there: to them an archive may be delivered. */
  readonly pickedSites = $derived.by(() => {
    const given = new Set(this.files.basesRead.map(({ id }) => id))
    const kept = [...this.#kept].flatMap(([name, ids]) => (ids.every((id) => given.has(id)) ? [name] : []))
    const names = new Set([...this.#sitesRead.map(({ name }) => name), ...kept])
    return [...names].filter((name) => this.sites.named(name))
  })
  /** Whether something is there that is not just a remembered site again. */
  readonly keepable = $derived(
    this.files.basesRead.some(({ view }) => view.kind !== 'site' || !this.sites.named(view.name)),
  )
  /** How many targets have something to save. */
  readonly savable = $derived(this.targets.filter(({ id }) => this.#making(id) !== undefined).length)
  #pastes = 0
  #sampling = false

  get bases(): readonly Item[] {
    return this.files.bases
  }

  get targets(): readonly Item[] {
    return this.files.targets
  }

  paste(text: string): void {
    const name = this.speech.messages.file.pasteName(++this.#pastes)
    this.files.add([new File([text], name, { type: 'application/json' })], 'base')
  }

  /** Once: a second copy of it would teach nobody anything. */
  async addSample(): Promise<void> {
    if (this.#sampling || this.files.items.some(({ name }) => name === SAMPLE)) return
    this.#sampling = true
    try {
      const { base, target } = await this.#client.sample()
      this.files.add([base], 'base')
      this.files.add([target], 'target')
    } finally {
      this.#sampling = false
    }
  }

  /** Of several platforms one alone, or all of them. */
  setPlatform(id: string, only: string | undefined): void {
    this.files.update(id, (item) => ({ ...item, only }))
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
    this.#mode = mode
    this.plans.settle()
  }

  /** A remembered site, as if its file had been given. */
  pick(site: SiteRecord): void {
    const file = fileOfSite(site)
    const isThere = ({ name, state }: Item) =>
      state.kind === 'ready' ? isSite(state.view, site.name) : state.kind === 'reading' && name === file.name
    if (!this.bases.some(isThere)) this.files.add([file], 'base')
  }

  async keepSite(name: string): Promise<boolean> {
    const ids = this.files.basesRead.map(({ id }) => id)
    const kept = await this.sites.keep(name, ids, this.mode)
    if (kept) this.#kept = new Map(this.#kept).set(name, ids)
    return kept
  }

  /** From now on the picked sites have what the archive brings. Its row stays as it was. */
  async deliver(id: string): Promise<void> {
    const plan = this.plans.get(id)
    if (plan?.kind !== 'current') return
    const delivered = this.sites.deliveryTo(this.pickedSites)
    this.files.update(id, (item) => ({ ...item, delivered }))
    if (!(await this.sites.deliver(delivered, plan.report.fileName, id, this.plans.choiceFor(id)))) return
    // What it brought is known of the site alone, not of the files that the site was made of.
    for (const name of delivered.sites) {
      const site = this.sites.named(name)
      if (site) this.pick(site)
    }
  }

  async takeBack(id: string): Promise<void> {
    const delivered = this.files.item(id)?.delivered
    if (delivered) await this.sites.takeBack(delivered.sites, delivered.id)
  }

  isDelivered(id: string): boolean {
    const delivered = this.files.item(id)?.delivered
    return delivered !== undefined && this.sites.holds(delivered)
  }

  /** Of an archive of several platforms a plan may show some images only: by what it holds, the image is found among all. */
  openLayer({ id, state }: Item, { platform, layers }: ImageView, layer: number): void {
    const images = state.kind === 'ready' && state.view.kind === 'archive' ? state.view.images : []
    const same = (other: ImageView) =>
      other.platform === platform &&
      other.layers.length === layers.length &&
      other.layers.every(({ diffId }, at) => diffId === layers[at]?.diffId)
    const view = layers[layer]
    if (view) void this.layers.open({ file: id, image: images.findIndex(same), layer }, view)
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
    const name = fingerprintName(this.files.item(id)?.name ?? '')
    const make: Making['make'] = async (onProgress, signal) => {
      await this.files.withBytes(id)
      return this.#client.fingerprint(id, onProgress, signal)
    }
    const source = this.files.item(id)?.name ?? name
    return this.saves.one({ id, name, source, bytes: 0, make }, { gzip: false, partSize: undefined })
  }

  /** The name under which a plan's output is saved; none where there is no plan. */
  outputNameOf(id: string): string {
    const plan = this.plans.get(id)
    return plan?.kind === 'current' ? `${plan.report.fileName}${this.compress ? '.gz' : ''}` : ''
  }

  /** Once there is a plan, a target's picture shows what is carried and what stays. */
  plannedImages(id: string): readonly ImageView[] | undefined {
    const plan = this.plans.get(id)
    return plan?.kind === 'current' ? plan.report.images : undefined
  }

  /** Stops whatever is under way for a file: its reading, or its save. */
  cancel(id: string): void {
    this.#running.cancel(id)
    this.saves.cancel(id)
  }

  remove(id: string): void {
    this.saves.cancel(id)
    this.files.remove(id)
  }

  async tryWaysOut(): Promise<void> {
    const [page, worker] = await Promise.all([tryWaysOut(pageWays), this.#client.waysOut()])
    this.waysOut = { page, worker }
  }

  /** Wherever it was picked, its file is read anew. */
  #siteChanged(name: string, site: SiteRecord): void {
    const file = fileOfSite(site)
    for (const { id, view } of this.files.basesRead) if (isSite(view, name)) this.files.replace(id, file)
    this.plans.settle()
  }

  #making(id: string): Making | undefined {
    const making = this.isDelivered(id) ? undefined : this.plans.making(id)
    return making && { ...making, name: this.outputNameOf(id) }
  }

  #forget(id: string): void {
    this.plans.forget(id)
    this.saves.settle((other) => other === id)
  }

  /** The worker died, and its files with it. */
  #reopen(): void {
    this.plans.forgetAll()
    this.files.reopen()
  }
}
