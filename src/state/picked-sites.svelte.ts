import type { LoaderId } from '../core/engine/loader'
import type { SiteRecord } from '../core/destination/site'
import type { Item } from '../model/item'
import { isSite, type Files } from './files.svelte'
import type { Hosts } from './hosts.svelte'
import { fileOfSite, type Sites } from './sites.svelte'

/** The remembered sites that stand for what is there: to them an archive may be delivered. */
export class PickedSites {
  readonly #files: Files
  readonly #hosts: Hosts
  readonly #sites: Sites
  readonly #loader: () => LoaderId | undefined
  /** Sites that were remembered of files that are still there, by the files' ids. */
  #kept = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map())

  readonly picked = $derived.by((): readonly string[] => {
    const given = this.#files.basesKnown
    const ids = new Set(given.map(({ id }) => id))
    const read = given.flatMap(({ view }) => (view.kind === 'site' ? [view.name] : []))
    const kept = [...this.#kept].flatMap(([name, of]) => (of.every((id) => ids.has(id)) ? [name] : []))
    return [...new Set([...read, ...kept])].filter((name) => this.#sites.named(name))
  })
  /** Whether something is there that is not just a remembered site again. */
  readonly keepable = $derived.by(() =>
    this.#files.basesRead.some(({ view }) => view.kind !== 'site' || !this.#sites.named(view.name)),
  )

  /** @param loader who takes archives in there, as it was said or remembered. */
  constructor(files: Files, hosts: Hosts, sites: Sites, loader: () => LoaderId | undefined) {
    this.#files = files
    this.#hosts = hosts
    this.#sites = sites
    this.#loader = loader
  }

  /** A remembered site, as if its file had been given. */
  pick(site: SiteRecord): void {
    const file = fileOfSite(site)
    const isThere = ({ name, state }: Item) =>
      state.kind === 'ready' ? isSite(state.view, site.name) : state.kind === 'reading' && name === file.name
    if (!this.#files.bases.some(isThere)) this.#files.add([file], 'base')
  }

  async keep(name: string): Promise<boolean> {
    const ids = this.#files.basesRead.map(({ id }) => id)
    const kept = await this.#sites.keep(name, ids, this.#hosts.mode, this.#loader())
    if (kept) this.#kept = new Map(this.#kept).set(name, ids)
    return kept
  }
}
