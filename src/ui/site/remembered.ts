import type { Renewal } from '../../core/destination/renewed'
import type { SiteRecord } from '../../core/destination/site'
import type { Fault } from '../../core/errors'

/** The remembered sites, and what can be done with them: the same on the page and in the list. */
export interface RememberedSites {
  readonly list: readonly SiteRecord[]
  /** Whether this browser remembers anything for this page. */
  readonly available: boolean
  /** The last one that was forgotten, so that it can be had back. */
  readonly forgotten: SiteRecord | undefined
  readonly fault: Fault | undefined
  /** Another tab may have changed them. */
  load(): void
  rename(from: string, to: string): void
  forget(name: string): void
  haveBack(): void
  /** What files tell of a site now, beside what is remembered of it. */
  compare(site: SiteRecord, files: readonly File[]): Promise<Renewal | Fault>
  renew(site: SiteRecord): void
  export(name: string): void
  /** What was brought there, for a spreadsheet or for a program. */
  exportDeliveries(name: string, kind: 'csv' | 'json'): void
  exportAll(): void
  import(files: readonly File[]): void
  takeBack(sites: readonly string[], delivery: string): void
}

/** The destination that the page shows, as far as sites are concerned. */
export interface SitesHere {
  /** The names of the remembered sites among what is there. */
  readonly picked: readonly string[]
  /** Whether something was said of a destination that could be remembered. */
  readonly keepable: boolean
  pick(site: SiteRecord): void
  /** Whether it was kept. */
  keep(name: string): Promise<boolean>
}
