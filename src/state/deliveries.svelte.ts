import type { PlanReport } from '../core/view/report'
import type { Delivered } from '../model/delivered'
import { newName } from '../storage/new-name'
import type { Choice, MainApi } from '../worker/main/api'
import type { PickedSites } from './picked-sites.svelte'
import type { Sites } from './sites.svelte'

/** What a target's plan depends on. Those with one stamp come to the same. */
export interface Request {
  readonly id: string
  /** The target's own name, for errors. */
  readonly name: string
  readonly choice: Choice
  readonly stamp: string
}

/** A target's plan that was current as its archive was brought to sites. */
export interface Carried {
  readonly request: Request
  readonly report: PlanReport
}

/** One delivery: it counts at those of its sites that remember it still. */
interface Made {
  readonly id: string
  readonly date: string
  readonly carried: Carried
}

/** What was brought to sites since the page was opened, and how it is taken back. */
export class Deliveries {
  #made = $state.raw<readonly Made[]>([])
  /** Targets whose delivery is being remembered: pressed twice, it is one. */
  readonly #underWay = new Set<string>()
  readonly #door: MainApi
  readonly #sites: Sites
  readonly #here: PickedSites

  constructor(door: MainApi, sites: Sites, here: PickedSites) {
    this.#door = door
    this.#sites = sites
    this.#here = here
  }

  /** The picked sites that have not got the target yet. */
  due(target: string): readonly string[] {
    const having = new Set(this.#of(target).flatMap(({ sites }) => sites))
    return this.#here.picked.filter((name) => !having.has(name))
  }

  /** Where all of the picked sites have the target: the last of its deliveries, at all of them, with its plan as it was. */
  done(target: string): (Delivered & { readonly carried: Carried }) | undefined {
    const last = this.#of(target).at(-1)
    return last && this.due(target).length === 0 ? { ...last, sites: this.#here.picked } : undefined
  }

  /** From now on the picked sites have what the archive brings. */
  async deliver(carried: Carried): Promise<void> {
    const { id } = carried.request
    const sites = this.due(id)
    if (sites.length === 0 || this.#underWay.has(id)) return
    this.#underWay.add(id)
    const delivered = await this.#deliver(sites, [carried])
    this.#underWay.delete(id)
    if (!delivered) return
    // What it brought is known of the site alone, not of the files that the site was made of.
    for (const name of sites) {
      const site = this.#sites.named(name)
      if (site) this.#here.pick(site)
    }
  }

  /** From now on one site has what the archives bring, whether it is picked or not. */
  async deliverTo(site: string, carried: readonly Carried[]): Promise<void> {
    if (this.#underWay.has(site)) return
    this.#underWay.add(site)
    await this.#deliver([site], carried)
    this.#underWay.delete(site)
  }

  /** The target's last delivery to a site, as far as the site remembers it. */
  at(site: string, target: string): Pick<Delivered, 'id' | 'date'> | undefined {
    const made = this.#made.filter(({ carried }) => carried.request.id === target)
    const remembered = made.length > 0 ? (this.#sites.named(site)?.deliveries ?? []) : []
    return made.findLast(({ id }) => remembered.some((delivery) => delivery.id === id))
  }

  #deliver(sites: readonly string[], all: readonly Carried[]): Promise<boolean> {
    const made = all.map((carried): Made => ({ id: newName(), date: new Date().toISOString(), carried }))
    this.#made = [...this.#made, ...made]
    return this.#sites.deliver(sites, all.map(({ report }) => report.fileName).join(', '), () =>
      Promise.all(
        made.map(async ({ id, date, carried: { request, report } }) => {
          const holding = await this.#door.delivery(request.id, request.choice)
          return { id, date, file: report.fileName, holding }
        }),
      ),
    )
  }

  async takeBack(target: string): Promise<void> {
    for (const { id, sites } of this.#of(target)) await this.#sites.takeBack(sites, id)
  }

  /** A target's deliveries, as far as they count at the picked sites. */
  #of(target: string) {
    const picked = this.#sites.list.filter(({ name }) => this.#here.picked.includes(name))
    const having = (id: string) =>
      picked.filter(({ deliveries }) => deliveries.some((one) => one.id === id)).map(({ name }) => name)
    return this.#made
      .filter(({ carried }) => carried.request.id === target)
      .map((made) => ({ ...made, sites: having(made.id) }))
      .filter(({ sites }) => sites.length > 0)
  }
}
