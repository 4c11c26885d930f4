import { faultOf } from '../core/errors'
import type { SiteRecord } from '../core/destination/site'
import { kitName } from '../core/handover/kit/names'
import type { SavedSiteKits, SiteKitsState } from '../model/site-kits'
import type { Kit } from '../output/kit'
import { saveKits, type SavedKits } from '../output/save-kits'
import { withUniqueNames } from '../output/unique-names'
import type { MainApi } from '../worker/main/api'
import type { KitMaking } from './jobs/kit-making'
import { Running } from './jobs/running'
import type { Slimming } from './jobs/slimming'
import { siteConsignment } from './site-consignment'
import type { SiteTable } from './site-table.svelte'
import type { Sites } from './sites.svelte'
import { inWorker, type Summing } from './summing'

/** What the kits of sites are made with. */
interface Means {
  readonly table: SiteTable
  readonly sites: Sites
  readonly slimming: Slimming
  readonly making: KitMaking
}

const KITS = 'kits'

/** A kit for each of several sites: what the table says that it lacks. */
export class SiteKits {
  readonly #door: Pick<MainApi, 'whole'>
  readonly #means: Means
  readonly #summing: Summing
  readonly #running = new Running()
  state = $state.raw<SiteKitsState | undefined>()
  /** What was asked for the sites as their kits were made. */
  #stamps: ReadonlyMap<string, string> = new Map()
  /** The sites whose kits were written, and that still lack what is in them. */
  readonly deliverable = $derived.by((): readonly string[] => {
    const written = this.state?.kind === 'saved' ? this.state.written.map(({ site }) => site) : []
    const { table } = this.#means
    return written.filter((site) => table.stampOf(site) === this.#stamps.get(site))
  })

  constructor(door: Pick<MainApi, 'whole'>, means: Means, summing: Summing = inWorker) {
    this.#door = door
    this.#means = means
    this.#summing = summing
  }

  /** Those that lack nothing get none. Call it within a click: a picker may open. */
  async save(names: readonly string[]): Promise<void> {
    const { table, making } = this.#means
    const consignments = this.#consignments(names)
    const kits = consignments.map((one) => making.kit(one))
    const [first] = kits
    if (!first) return
    const sites = new Map(kits.map((kit, at) => [kit, consignments[at]?.sites[0] ?? '']))
    this.#stamps = new Map([...sites.values()].map((site) => [site, table.stampOf(site)]))
    const zip = `${kits.length === 1 ? first.name : kitName({ site: undefined, date: new Date() })}.zip`
    let turn = turnOf(first, sites)
    const onTurn = (kit: Kit) => {
      this.state = turn = turnOf(kit, sites)
    }
    onTurn(first)
    const outcome = await this.#running.run(
      KITS,
      (onProgress, signal) =>
        this.#summing((passOn) => saveKits(kits, zip, { onProgress, signal, passOn, onTurn }), signal),
      (progress) => (this.state = { ...turn, progress }),
      zip,
    )
    if (outcome.kind === 'done') this.state = savedOf(outcome.value, sites, zip)
    else if (outcome.kind !== 'replaced') this.state = outcome.kind === 'failed' ? outcome : undefined
  }

  cancel(): void {
    this.#running.cancel(KITS)
  }

  /** From now on the sites whose kits were written have what is in them. */
  async deliver(): Promise<void> {
    for (const site of this.deliverable) await this.#means.table.deliverAll(site)
  }

  /** Under names that differ, whatever the sites are called. */
  #consignments(names: readonly string[]) {
    const { table, sites, slimming } = this.#means
    const means = { door: this.#door, slimming, ready: (site: SiteRecord) => table.ready(site) }
    return withUniqueNames(
      names.flatMap((name) => {
        const site = sites.named(name)
        return (site && siteConsignment(site, table.carriedTo(name), means)) ?? []
      }),
    )
  }
}

const turnOf = (kit: Kit, sites: ReadonlyMap<Kit, string>) =>
  ({ kind: 'saving', site: sites.get(kit) ?? '', place: [...sites.keys()].indexOf(kit) + 1, of: sites.size }) as const

function savedOf({ how, written, failed }: SavedKits, sites: ReadonlyMap<Kit, string>, zip: string): SavedSiteKits {
  const siteOf = (kit: Kit) => sites.get(kit) ?? ''
  const ended = new Set([...written, ...failed].map(({ kit }) => kit))
  return {
    kind: 'saved',
    how,
    zip,
    written: written.map(({ kit, folder }) => ({ site: siteOf(kit), folder })),
    failed: failed.map(({ kit, thrown }) => ({ site: siteOf(kit), fault: faultOf(thrown, kit.name) })),
    left: [...sites.keys()].filter((kit) => !ended.has(kit)).map(siteOf),
  }
}
