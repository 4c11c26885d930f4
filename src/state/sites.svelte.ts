import type { LoaderId } from '../core/engine/loader'
import type { HostMode } from '../core/destination/destination'
import { faultOf, type Fault } from '../core/errors'
import type { Renewal } from '../core/destination/renewed'
import { safeName } from '../core/view/output-names'
import { bundleText, siteText, type Delivery, type SiteRecord } from '../core/destination/site'
import { download } from '../output/download'
import * as browserStore from '../storage/sites'
import type { MainApi } from '../worker/main/api'

/** Sites that are others than before, by the names that they had. */
type Changed = readonly (readonly [name: string, site: SiteRecord | undefined])[]

/** Where sites are kept. */
export type SiteStore = Pick<typeof browserStore, 'listSites' | 'putSite' | 'deleteSite' | 'changeSite'>

/** The destinations that the user asked this browser to remember. */
export class Sites {
  list = $state.raw<readonly SiteRecord[]>([])
  /** Whether this browser remembers anything for this page, as far as the last look told. */
  available = $state(true)
  /** The last one that was forgotten, so that it can be had back. */
  forgotten = $state.raw<SiteRecord | undefined>()
  fault = $state.raw<Fault | undefined>()
  readonly #door: MainApi
  readonly #onChange: (name: string, site: SiteRecord) => void
  readonly #store: SiteStore

  /** @param onChange told of a site that is another now, by the name that it had. */
  constructor(door: MainApi, onChange: (name: string, site: SiteRecord) => void, store: SiteStore = browserStore) {
    this.#door = door
    this.#onChange = onChange
    this.#store = store
  }

  /** Looks again: another tab may have changed them. */
  async load(): Promise<void> {
    try {
      this.list = (await this.#store.listSites()).toSorted((a, b) => a.name.localeCompare(b.name))
      this.available = true
    } catch {
      // Storage is forbidden, or there is none here, or not now.
      this.available = false
    }
  }

  named(name: string): SiteRecord | undefined {
    return this.list.find((site) => site.name === name)
  }

  /** Remembers what the bases say together; a site of that name is replaced. */
  keep(name: string, bases: readonly string[], mode: HostMode, loader?: LoaderId): Promise<boolean> {
    return this.#change(name, async () => [await this.#put(await this.#door.site(name, bases, mode, loader))])
  }

  rename(from: string, to: string): Promise<boolean> {
    const renamed = () => this.#store.changeSite(from, (site) => ({ ...site, name: to }))
    return this.#change(from, async () => [[from, await renamed()]])
  }

  forget(name: string): Promise<boolean> {
    return this.#change(name, async () => {
      const forgotten = this.named(name)
      await this.#store.deleteSite(name)
      this.forgotten = forgotten
      return []
    })
  }

  haveBack(): Promise<boolean> {
    const site = this.forgotten
    this.forgotten = undefined
    return this.#change(site?.name ?? '', async () => (site ? [await this.#put(site)] : []))
  }

  /** What files tell of a site now, beside what is remembered of it. */
  async compare(site: SiteRecord, files: readonly File[]): Promise<Renewal | Fault> {
    return (await import('./renewing')).compared(this.#door, site, files)
  }

  /** A site as it is told now, in the place of what was known. */
  renew(site: SiteRecord): Promise<boolean> {
    return this.#change(site.name, async () => [await this.#put(site)])
  }

  export(name: string): void {
    const site = this.named(name)
    if (site) download(fileOfSite(site), fileOfSite(site).name)
  }

  async exportDeliveries(name: string, kind: 'csv' | 'json'): Promise<void> {
    const site = this.named(name)
    const { deliveriesFile } = await import('../core/handover/record/deliveries')
    const file = site && deliveriesFile(site, kind)
    if (file) download(file, file.name)
  }

  exportAll(): void {
    download(new Blob([bundleText(this.list)], { type: 'application/json' }), 'layershed.sites.json')
  }

  /** One that has the name of another is kept beside it. */
  async import(files: readonly File[]): Promise<void> {
    for (const file of files)
      await this.#change(file.name, async () => {
        const changed: Changed[number][] = []
        for (const site of await this.#door.readSites(file)) {
          changed.push(...(await this.#take(site)))
          await this.load()
        }
        return changed
      })
  }

  async #take(site: SiteRecord): Promise<Changed> {
    const known = this.named(site.name)
    if (known && siteText(known) === siteText(site)) return []
    return [await this.#put({ ...site, name: this.#freeName(site.name) })]
  }

  /** Adds deliveries to each of the sites. `work` says what they leave there. */
  deliver(sites: readonly string[], file: string, work: () => Promise<readonly Delivery[]>): Promise<boolean> {
    return this.#change(file, async () => {
      const made = await work()
      return this.#changeDeliveries(sites, (before) => [...before, ...made])
    })
  }

  takeBack(sites: readonly string[], id: string): Promise<boolean> {
    return this.#change(sites.join(', '), () =>
      this.#changeDeliveries(sites, (before) => before.filter((delivery) => delivery.id !== id)),
    )
  }

  #freeName(name: string): string {
    let free = name
    for (let again = 2; this.named(free); again++) free = `${name} (${again})`
    return free
  }

  #changeDeliveries(
    sites: readonly string[],
    change: (before: readonly Delivery[]) => readonly Delivery[],
  ): Promise<Changed> {
    const changed = (site: SiteRecord) => ({ ...site, deliveries: change(site.deliveries) })
    return Promise.all(sites.map(async (name) => [name, await this.#store.changeSite(name, changed)] as const))
  }

  async #put(site: SiteRecord) {
    await this.#store.putSite(site)
    return [site.name, site] as const
  }

  /** Others hear of a change once the list shows it. */
  async #change(subject: string, work: () => Promise<Changed>): Promise<boolean> {
    this.fault = undefined
    let changed: Changed = []
    try {
      changed = await work()
    } catch (thrown) {
      this.fault = faultOf(thrown, subject)
    }
    await this.load()
    for (const [name, site] of changed) if (site) this.#onChange(name, site)
    return this.fault === undefined
  }
}

/** A site as a file: to be given as a base, or taken to another browser. */
export const fileOfSite = (site: SiteRecord) =>
  new File([siteText(site)], `${safeName(site.name)}.site.json`, { type: 'application/json' })
