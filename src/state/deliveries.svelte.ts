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
    const { request, report } = carried
    const made = { id: newName(), date: new Date().toISOString(), carried }
    const sites = this.due(request.id)
    if (sites.length === 0 || this.#underWay.has(request.id)) return
    this.#underWay.add(request.id)
    this.#made = [...this.#made, made]
    const file = report.fileName
    const delivered = await this.#sites.deliver(sites, file, async () => {
      return { id: made.id, date: made.date, file, holding: await this.#door.delivery(request.id, request.choice) }
    })
    this.#underWay.delete(request.id)
    if (!delivered) return
    // What it brought is known of the site alone, not of the files that the site was made of.
    for (const name of sites) {
      const site = this.#sites.named(name)
      if (site) this.#here.pick(site)
    }
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
