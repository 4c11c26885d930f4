import type { HostMode } from '../core/destination/destination'
import { loadingOrder } from '../core/destination/roles'
import type { Form } from '../core/job/slim'
import { stacksOf } from './roles'
import type { Item } from '../model/item'
import type { PlanState } from '../model/job'
import { faultIn } from './jobs/running'
import type { Making } from './saves.svelte'
import type { Choice } from '../worker/main/api'
import type { Client } from '../worker/main/client'

/** What all plans depend on. */
export interface Given {
  readonly bases: readonly Item[]
  readonly targets: readonly Item[]
  readonly mode: HostMode
  readonly form: Form
  /** Whether the targets travel together, each leaving out what an earlier one brings. */
  readonly together: boolean
  /** What was delivered stays as it was planned: it is part of what is there. */
  isDelivered(id: string): boolean
}

/** The targets' plans, each under its target's id. */
export class Plans {
  #states = $state.raw<ReadonlyMap<string, PlanState>>(new Map())
  /** The ids of the targets in the order in which they are to be loaded; empty where each goes for itself. */
  readonly order = $derived.by(() => {
    const given = this.#given()
    return given.together ? loadingOrder(stacksOf(given.targets.filter(({ id }) => !given.isDelivered(id)))) : []
  })

  readonly #client: () => Client
  readonly #given: () => Given
  readonly #onStale: () => void
  #planned = ''

  /** @param onStale told when what the plans depend on has changed. */
  constructor(client: () => Client, given: () => Given, onStale: () => void) {
    this.#client = client
    this.#given = given
    this.#onStale = onStale
  }

  get(id: string): PlanState | undefined {
    return this.#states.get(id)
  }

  /**
   * Works out the plans that are missing: all of them when what they depend on has changed. What was current stops being so at
   * once, what comes back late is dropped, and nothing is planned while a base is still being read.
   */
  settle(): void {
    const choice = this.#choice()
    const key = JSON.stringify([choice, this.order])
    const changed = key !== this.#planned
    this.#planned = key
    const given = this.#given()
    const ready = given.targets.filter(({ state }) => state.kind === 'ready')
    const due = ready.filter(({ id }) => (changed && !given.isDelivered(id)) || !this.#states.has(id))
    const kept = ready.filter((item) => !due.includes(item)).map(({ id }) => [id, this.#states.get(id)!] as const)
    this.#states = new Map([...kept, ...due.map(({ id }) => [id, { kind: 'planning' }] as const)])
    if (changed) this.#onStale()
    if (!choice.reading) for (const item of due) void this.#plan(item, key)
  }

  forget(id: string): void {
    this.#states = new Map([...this.#states].filter(([key]) => key !== id))
  }

  forgetAll(): void {
    this.#states = new Map()
  }

  choiceFor(id: string): Choice {
    return { ...this.#choice(), before: this.order.slice(0, Math.max(0, this.order.indexOf(id))) }
  }

  /** The output that a target's plan comes to, where there is something to save. */
  making(id: string): Making | undefined {
    const plan = this.get(id)
    if (plan?.kind !== 'current' || plan.report.verdict.kind !== 'ready') return undefined
    const { fileName, keptBytes } = plan.report
    const source = this.#given().targets.find((item) => item.id === id)?.name ?? fileName
    const choice = this.choiceFor(id)
    const make: Making['make'] = (onProgress, signal) => this.#client().slim(id, choice, onProgress, signal)
    return { id, name: fileName, source, bytes: keptBytes, make }
  }

  async #plan({ id, name }: Item, key: string): Promise<void> {
    const plan = await this.#client()
      .plan(id, this.choiceFor(id))
      .then((report): PlanState => ({ kind: 'current', report }))
      .catch((thrown): PlanState => ({ kind: 'failed', fault: faultIn(thrown, name) }))
    if (key === this.#planned && this.#states.has(id)) this.#states = new Map(this.#states).set(id, plan)
  }

  #choice() {
    const { bases, targets, mode, form } = this.#given()
    const ready = bases.filter(({ state }) => state.kind === 'ready').map(({ id }) => id)
    const reading = bases.some(({ state }) => state.kind === 'reading')
    const only = Object.fromEntries(targets.flatMap(({ id, only }) => (only === undefined ? [] : [[id, only]])))
    return { bases: ready, mode, form, only, reading }
  }
}
