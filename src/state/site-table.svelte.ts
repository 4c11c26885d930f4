import { faultOf } from '../core/errors'
import { loadingOrder } from '../core/destination/roles'
import { formWithoutBytes } from '../core/form/loaders'
import type { SiteRecord } from '../core/destination/site'
import type { PlanReport } from '../core/view/report'
import type { Item } from '../model/item'
import type { SiteCell, SiteTableColumn, SiteTableRow, SiteTableView } from '../model/site-table'
import type { Choice, MainApi } from '../worker/main/api'
import type { Carried, Deliveries, Request } from './deliveries.svelte'
import type { Files } from './files.svelte'
import type { Options } from './options.svelte'
import { stacksOf } from './roles'
import { fileOfSite, type Sites } from './sites.svelte'

/** What the table is made of. */
interface Given {
  readonly files: Files
  readonly options: Options
  readonly sites: Sites
  readonly deliveries: Deliveries
}

interface Asked {
  readonly site: SiteRecord
  readonly request: Request
}

/** What each remembered site lacks of each archive to be sent: planned for each, one after the other, as if it alone were there. */
export class SiteTable {
  readonly #door: MainApi
  readonly #given: Given
  #results = $state.raw<ReadonlyMap<string, PlanReport | 'failed'>>(new Map())
  /** The ids under which the worker has sites, by their versions. */
  readonly #opened = new Map<string, Promise<string>>()
  #working = false
  /** Of workers, when the first of those was opened. */
  #deaths = 0

  readonly #targets = $derived.by(() => this.#given.files.targets.filter(({ state }) => state.kind === 'ready'))
  readonly #order = $derived.by(() => (this.#given.options.together ? loadingOrder(stacksOf(this.#targets)) : []))
  readonly #asked = $derived.by(() =>
    this.#given.sites.list.flatMap((site) =>
      this.#targets
        .filter(({ id }) => !this.#given.deliveries.at(site.name, id))
        .map((item): Asked => ({ site, request: this.#requestOf(item, site) })),
    ),
  )
  /** The stamps of what is asked for, by site and target. */
  readonly #stamps = $derived.by(
    () => new Map(this.#asked.map(({ site, request }) => [cellKey(site.name, request.id), request.stamp])),
  )
  readonly view = $derived.by((): SiteTableView => {
    const rows = this.#targets.map((item) => this.#rowOf(item))
    const columns = this.#given.sites.list.map((site, at) => columnOf(site, rows.map(({ cells }) => cells[at]!))) // prettier-ignore
    const totalBytes = rows.reduce((sum, row) => sum + row.totalBytes * columns.length, 0)
    return { rows, columns, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0), totalBytes }
  })

  constructor(door: MainApi, given: Given) {
    this.#door = door
    this.#given = given
    $effect.root(() => {
      $effect(() => void this.#work(this.#asked))
    })
  }

  /** What goes to a site, in the order of loading, with what each was planned by. */
  carriedTo(site: string): Carried[] {
    return this.#askedAt(site)
      .flatMap(({ request }): Carried[] => {
        const report = this.#results.get(request.stamp)
        return report && isSendable(report) ? [{ request, report }] : []
      })
      .toSorted((one, other) => this.#order.indexOf(one.request.id) - this.#order.indexOf(other.request.id))
  }

  /** All that is asked for a site, as one stamp. */
  stampOf(site: string): string {
    return this.#askedAt(site)
      .map(({ request }) => request.stamp)
      .join('\n')
  }

  /** Before anything is made for a site, the worker has to know it. */
  async ready(site: SiteRecord): Promise<void> {
    await this.#open(site)
  }

  /** From now on the site has whatever of the archives can be brought there. */
  deliverAll(site: string): Promise<void> {
    const carried = this.carriedTo(site)
    return carried.length === 0 ? Promise.resolve() : this.#given.deliveries.deliverTo(site, carried)
  }

  async takeBack(site: string, target: string): Promise<void> {
    const made = this.#given.deliveries.at(site, target)
    if (made) await this.#given.sites.takeBack([site], made.id)
  }

  async takeBackAll(site: string): Promise<void> {
    for (const { id } of this.#targets) await this.takeBack(site, id)
  }

  /** One after the other: what is asked for meanwhile is taken up when the rest is done. */
  async #work(asked: readonly Asked[]): Promise<void> {
    if (this.#working) return
    this.#working = true
    for (let due = this.#due(asked); due; due = this.#due(this.#asked)) {
      const result = await this.#plan(due)
      if (!result) break
      const present = new Set(this.#asked.map(({ request }) => request.stamp))
      const kept = [...this.#results].filter(([stamp]) => present.has(stamp))
      this.#results = new Map([...kept, [due.request.stamp, result]])
    }
    this.#working = false
    this.#forget()
  }

  /** Versions of sites that are none any more. */
  #forget(): void {
    const present = new Set(this.#given.sites.list.map(idOf))
    for (const id of this.#opened.keys())
      if (!present.has(id)) {
        this.#opened.delete(id)
        this.#door.close(id).catch(() => {})
      }
  }

  #due(asked: readonly Asked[]): Asked | undefined {
    return asked.find(({ request }) => !this.#results.has(request.stamp))
  }

  /** Undefined where the worker died: its files are opened anew, and then it is all asked again. */
  async #plan({ site, request }: Asked): Promise<PlanReport | 'failed' | undefined> {
    try {
      await this.#open(site)
      return await this.#door.plan(request.id, request.choice)
    } catch (thrown) {
      if (faultOf(thrown).code !== 'worker-died') return 'failed'
      this.#opened.clear()
      return undefined
    }
  }

  #open(site: SiteRecord): Promise<string> {
    const { deaths } = this.#given.files
    if (deaths !== this.#deaths) this.#opened.clear()
    this.#deaths = deaths
    const id = idOf(site)
    const file = fileOfSite(site)
    const open = async () => {
      await this.#door.open(id, file, () => {}, new AbortController().signal)
      return id
    }
    const opened = this.#opened.get(id) ?? open()
    this.#opened.set(id, opened)
    return opened
  }

  #askedAt(site: string): Asked[] {
    return this.#asked.filter((asked) => asked.site.name === site)
  }

  #requestOf({ id, name }: Item, site: SiteRecord): Request {
    const { files, options } = this.#given
    const before = this.#order.slice(0, Math.max(0, this.#order.indexOf(id)))
    const only = Object.fromEntries(
      files.targets.flatMap((target) => (target.only === undefined ? [] : [[target.id, target.only]])),
    )
    const form = formWithoutBytes(options.form, site.loader)
    const choice: Choice = { bases: [idOf(site)], before, mode: site.mode, form, only }
    const editions = [id, ...before].map((of) => files.items.find((item) => item.id === of)?.edition)
    return { id, name, choice, stamp: JSON.stringify([id, choice, editions]) }
  }

  #rowOf({ id, name, file }: Item): SiteTableRow {
    const cells = this.#given.sites.list.map((site) => this.#cellOf(id, site))
    const bytes = cells.reduce((sum, { state }) => sum + (state.kind === 'lacks' ? state.bytes : 0), 0)
    return { id, name, totalBytes: file.size, cells, bytes }
  }

  #cellOf(target: string, { name: site }: SiteRecord): SiteCell {
    const delivered = this.#given.deliveries.at(site, target)
    if (delivered) return { site, target, state: { kind: 'delivered', date: delivered.date } }
    const report = this.#results.get(this.#stamps.get(cellKey(site, target)) ?? '')
    if (!report) return { site, target, state: { kind: 'planning' } }
    if (!isSendable(report)) return { site, target, state: { kind: 'stopped' } }
    const whole = report.verdict.kind !== 'ready'
    return { site, target, state: { kind: 'lacks', bytes: report.keptBytes, whole } }
  }
}

const cellKey = (site: string, target: string) => JSON.stringify([site, target])

/** The version of a site by which the worker knows it: what was delivered there makes it another. */
const idOf = ({ name, updated, mode, deliveries }: SiteRecord) =>
  JSON.stringify(['site-table', name, updated, mode, deliveries.map(({ id }) => id)])

/** Without a word about the site, or with nothing in common, the whole archive goes there. */
const isSendable = (report: PlanReport | 'failed'): report is PlanReport =>
  report !== 'failed' && report.verdict.kind !== 'stopped'

function columnOf({ name, updated }: SiteRecord, cells: readonly SiteCell[]): SiteTableColumn {
  const kinds = cells.map(({ state }) => state.kind)
  return {
    name,
    updated,
    bytes: cells.reduce((sum, { state }) => sum + (state.kind === 'lacks' ? state.bytes : 0), 0),
    planned: !kinds.includes('planning'),
    due: kinds.filter((kind) => kind === 'lacks').length,
    delivered: kinds.filter((kind) => kind === 'delivered').length,
  }
}
