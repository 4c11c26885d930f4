import type { HostMode } from '../core/destination/destination'
import type { Fault } from '../core/errors'
import { safeName } from '../core/view/output-names'
import { siteText, type Delivery, type SiteRecord } from '../core/destination/site'
import type { Delivered } from '../model/item'
import { newName } from '../storage/new-name'
import { download } from '../output/download'
import { faultIn } from './jobs/running'
import { changeSite, deleteSite, listSites, putSite } from '../storage/sites'
import type { Choice } from '../worker/main/api'
import type { Client } from '../worker/main/client'

/** Sites that are others than before, by the names that they had. */
type Changed = readonly (readonly [name: string, site: SiteRecord | undefined])[]

/** The destinations that the user asked this browser to remember. */
export class Sites {
  list = $state.raw<readonly SiteRecord[]>([])
  /** Whether this browser remembers anything for this page. */
  available = $state(true)
  /** The last one that was forgotten, so that it can be had back. */
  forgotten = $state.raw<SiteRecord | undefined>()
  fault = $state.raw<Fault | undefined>()
  readonly #client: () => Client
  readonly #onChange: (name: string, site: SiteRecord) => void

  constructor(client: () => Client, onChange: (name: string, site: SiteRecord) => void) {
    this.#client = client
    this.#onChange = onChange
  }

  async load(): Promise<void> {
    try {
      this.list = (await listSites()).toSorted((a, b) => a.name.localeCompare(b.name))
    } catch {
      // Storage is forbidden, or there is none here.
      this.available = false
    }
  }

  named(name: string): SiteRecord | undefined {
    return this.list.find((site) => site.name === name)
  }

  /** Remembers what the bases say together; a site of that name is replaced. */
  keep(name: string, bases: readonly string[], mode: HostMode): Promise<boolean> {
    return this.#change(name, async () => [await put(await this.#client().site(name, bases, mode))])
  }

  rename(from: string, to: string): Promise<boolean> {
    return this.#change(from, async () => [[from, await changeSite(from, (site) => ({ ...site, name: to }))]])
  }

  forget(name: string): Promise<boolean> {
    return this.#change(name, async () => {
      const forgotten = this.named(name)
      await deleteSite(name)
      this.forgotten = forgotten
      return []
    })
  }

  haveBack(): Promise<boolean> {
    const site = this.forgotten
    this.forgotten = undefined
    return this.#change(site?.name ?? '', async () => (site ? [await put(site)] : []))
  }

  export(name: string): void {
    const site = this.named(name)
    if (site) download(fileOfSite(site), fileOfSite(site).name)
  }

  /** One that has the name of another is kept beside it. */
  async import(files: readonly File[]): Promise<void> {
    for (const file of files)
      await this.#change(file.name, async () => {
        const site = await this.#client().readSite(file)
        const known = this.named(site.name)
        if (known && siteText(known) === siteText(site)) return []
        return [await put({ ...site, name: this.#freeName(site.name) })]
      })
  }

  deliveryTo(sites: readonly string[]): Delivered {
    return { id: newName(), date: new Date().toISOString(), sites }
  }

  /** Adds to each site what loading the target's slim archive leaves there. */
  deliver({ id, date, sites }: Delivered, file: string, target: string, choice: Choice): Promise<boolean> {
    return this.#change(file, async () => {
      const delivery = { id, date, file, holding: await this.#client().delivery(target, choice) }
      return changeDeliveries(sites, (before) => [...before, delivery])
    })
  }

  takeBack(sites: readonly string[], id: string): Promise<boolean> {
    return this.#change(sites.join(', '), () =>
      changeDeliveries(sites, (before) => before.filter((delivery) => delivery.id !== id)),
    )
  }

  holds(delivered: Delivered): boolean {
    return this.list.some(({ deliveries }) => deliveries.some(({ id }) => id === delivered.id))
  }

  #freeName(name: string): string {
    let free = name
    for (let again = 2; this.named(free); again++) free = `${name} (${again})`
    return free
  }

  /** Others hear of a change once the list shows it. */
  async #change(subject: string, work: () => Promise<Changed>): Promise<boolean> {
    this.fault = undefined
    let changed: Changed = []
    try {
      changed = await work()
    } catch (thrown) {
      this.fault = faultIn(thrown, subject)
    }
    await this.load()
    for (const [name, site] of changed) if (site) this.#onChange(name, site)
    return this.fault === undefined
  }
}

const put = async (site: SiteRecord) => {
  await putSite(site)
  return [site.name, site] as const
}

const changeDeliveries = (
  sites: readonly string[],
  change: (before: readonly Delivery[]) => readonly Delivery[],
): Promise<Changed> =>
  Promise.all(
    sites.map(async (name) => {
      const site = await changeSite(name, (before) => ({ ...before, deliveries: change(before.deliveries) }))
      return [name, site] as const
    }),
  )

/** A site as a file: to be given as a base, or taken to another browser. */
export const fileOfSite = (site: SiteRecord) =>
  new File([siteText(site)], `${safeName(site.name)}.site.json`, { type: 'application/json' })
