import { faultOf } from '../core/errors'
import { loadingOrder } from '../core/destination/roles'
import type { Item } from '../model/item'
import type { PlanState } from '../model/job'
import type { Deliveries, Request } from './deliveries.svelte'
import type { Choice, MainApi } from '../worker/main/api'
import type { Files } from './files.svelte'
import type { Hosts } from './hosts.svelte'
import type { Options } from './options.svelte'
import { knownView, stacksOf } from './roles'
import { withEntry } from './with-entry'

/** What plans are worked out from. */
export interface Given {
  readonly files: Files
  readonly hosts: Hosts
  readonly options: Options
  readonly deliveries: Deliveries
}

const PLANNING: PlanState = { kind: 'planning' }

/** The targets' plans: those that are asked for, and what came back for them. What came back for another request is not shown. */
export class Plans {
  readonly #door: MainApi
  readonly #given: Given
  #results = $state.raw<ReadonlyMap<string, { readonly stamp: string; readonly state: PlanState }>>(new Map())
  /** The stamps of those that the worker was asked for last, by their targets. */
  readonly #asked = new Map<string, string>()

  /** Those that can be planned. What was delivered stays as it was planned: it is part of what is there. */
  readonly #open = $derived.by(() =>
    this.#given.files.targets.filter(
      ({ id, state }) => knownView(state) !== undefined && this.#given.deliveries.done(id) === undefined,
    ),
  )
  readonly #loading = $derived.by(() => loadingOrder(stacksOf(this.#open)))
  /** The ids of the targets in the order in which they are to be loaded; empty where each goes for itself. */
  readonly order = $derived.by(() => (this.#given.options.together ? this.#loading : []))
  /** What all plans have in common. */
  readonly #choice = $derived.by((): Omit<Choice, 'before'> => {
    const { files, hosts, options } = this.#given
    const only = files.targets.flatMap((target) => (target.only === undefined ? [] : [[target.id, target.only]]))
    return {
      bases: files.basesKnown.map((base) => base.id),
      mode: hosts.mode,
      form: options.form,
      engine: options.engine,
      only: Object.fromEntries(only),
    }
  })
  readonly #requests = $derived.by(
    () => new Map(this.#open.map((item) => [item.id, this.#requestOf(item, this.#choice)])),
  )
  /** What would be asked for in the compact form, whoever is to load it. */
  readonly compactRequests = $derived.by(() => {
    const choice = { ...this.#choice, form: 'compact', engine: undefined } as const
    return this.#open.map((item) => this.#requestOf(item, choice))
  })
  /** Nothing is planned while a base is being read, nor while those that a worker took with it are read again. */
  readonly #waiting = $derived.by(() =>
    this.#given.files.items.some(
      ({ role, state }) => state.kind === 'reading' && (role === 'base' || state.was !== undefined),
    ),
  )
  /** All that is asked for, as one stamp. */
  readonly stamp = $derived.by(() => [...this.#requests.values()].map(({ stamp }) => stamp).join('\n'))

  /** All that can be planned, as one question; undefined where it is no more than one. */
  readonly batch = $derived.by(() => {
    if (this.#loading.length < 2) return undefined
    const choice = this.#choice
    return {
      targets: this.#loading,
      choice,
      stamp: JSON.stringify([choice, this.#loading, this.#editions(this.#loading, choice.bases)]),
    }
  })
  /** Whether no plan is being worked out. */
  readonly settled = $derived.by(() => this.#open.every(({ id }) => this.get(id)?.kind !== 'planning'))

  constructor(door: MainApi, given: Given) {
    this.#door = door
    this.#given = given
    $effect.root(() => {
      $effect(() => this.#planDue())
    })
  }

  request(id: string): Request | undefined {
    return this.#requests.get(id)
  }

  get(id: string): PlanState | undefined {
    const request = this.request(id)
    if (!request) return undefined
    const result = this.#results.get(id)
    return !this.#waiting && result?.stamp === request.stamp ? result.state : PLANNING
  }

  /** One that failed is worked out once more. */
  retry(id: string): void {
    const request = this.request(id)
    if (!request) return
    this.#results = withEntry(this.#results, id, undefined)
    void this.#plan(request)
  }

  #planDue(): void {
    if (this.#waiting) return
    for (const request of this.#requests.values())
      if (this.#asked.get(request.id) !== request.stamp) void this.#plan(request)
  }

  /** What comes back late, for a request that was followed by another, is dropped. */
  async #plan({ id, name, choice, stamp }: Request): Promise<void> {
    this.#asked.set(id, stamp)
    const state = await this.#door
      .plan(id, choice)
      .then((report): PlanState => ({ kind: 'current', report }))
      .catch((thrown): PlanState => ({ kind: 'failed', fault: faultOf(thrown, name) }))
    if (this.#asked.get(id) !== stamp) return
    const present = [...this.#results].filter(([other]) => this.#given.files.item(other))
    this.#results = new Map([...present, [id, { stamp, state }]])
  }

  #requestOf({ id, name }: Item, common: Omit<Choice, 'before'>): Request {
    const before = this.order.slice(0, Math.max(0, this.order.indexOf(id)))
    const choice: Choice = { ...common, before }
    return { id, name, choice, stamp: JSON.stringify([choice, ...this.#editions([id], choice.bases, before)]) }
  }

  #editions(...ids: readonly (readonly string[])[]): (number | undefined)[] {
    const { items } = this.#given.files
    return ids.flat().map((id) => items.find((item) => item.id === id)?.edition)
  }
}
