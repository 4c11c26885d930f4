import type { Remarked } from '../core/job/remarked'
import type { CarriedBytes } from '../model/carry-row'
import type { CostState } from '../model/cost'
import type { PlanState } from '../model/job'
import type { MainApi } from '../worker/main/api'
import { Costs } from './costs.svelte'
import type { Request } from './deliveries.svelte'
import { Estimates } from './estimates.svelte'
import type { Files } from './files.svelte'
import type { Hashing } from './hashing.svelte'
import type { CompactWork, Compacting } from './jobs/compacting'
import type { Options } from './options.svelte'
import type { Plans } from './plans.svelte'
import { withEntry } from './with-entry'

interface Parts {
  readonly files: Files
  readonly hashing: Hashing
  readonly options: Options
  readonly plans: Plans
  /** Whether something is saved. */
  readonly isBusy: () => boolean
}

/** Compact archives, as long as their targets are there. What makes them comes with the first. */
export class Compacts {
  readonly #costs = new Costs()
  readonly #door: Pick<MainApi, 'compactInputs'>
  readonly #parts: Parts
  /** What archives came to, once they were made: until then nobody knows. */
  #made = $state.raw<ReadonlyMap<string, { readonly stamp: string; readonly bytes: number }>>(new Map())
  readonly #estimates: Estimates
  readonly #wanted: () => readonly Request[]
  /** What is asked to tell how much they will be, by their targets. */
  readonly #requests = $derived.by(() => {
    const { options, plans } = this.#parts
    return new Map(
      plans.compactRequests.map((request): [string, Request] => {
        const { id, stamp } = request
        return [id, { ...request, stamp: `${id} ${options.codec} ${stamp}` }]
      }),
    )
  })
  /** What may be asked for next. */
  readonly #next = $derived.by(() => {
    const { files, options } = this.#parts
    if (files.bases.length === 0) return undefined
    const isCompact = files.targets.some(({ state }) => state.kind === 'ready' && state.view.kind === 'compact')
    if (isCompact) return 'restore'
    const isTold = (request: Request) => this.#estimates.isTold(request)
    const mayMake = options.restoredFirst && [...this.#requests.values()].some(isTold)
    return mayMake && this.#wanted().every(isTold) ? 'make' : undefined
  })
  #compacting: Promise<Compacting> | undefined

  /** @param wanted whose size is to be told before they are made. */
  constructor(door: Pick<MainApi, 'compactInputs'>, parts: Parts, wanted: () => readonly string[]) {
    this.#door = door
    this.#parts = parts
    this.#wanted = () => wanted().flatMap((id) => this.#requests.get(id) ?? [])
    this.#estimates = new Estimates(this.#wanted, async (requests, tell, signal) => {
      const [{ estimateAll }, { known, plain }] = await Promise.all([import('./jobs/estimating'), this.#begun()])
      return estimateAll(door, { requests, codec: parts.options.codec, known, plain, tell }, signal)
    })
    $effect.root(() => {
      $effect(() => this.#standBy())
      $effect(() => this.#prune())
    })
  }

  /** What makes one, or makes one whole again, is started before somebody asks. */
  #standBy(): (() => void) | undefined {
    const next = this.#next
    if (!next) return undefined
    const begun = this.#begun()
    void begun.then((compacting) => compacting.startAhead(next)).catch(() => {})
    return () => void begun.then((compacting) => compacting.endAhead()).catch(() => {})
  }

  /** Gives back what was unpacked of files that are gone. */
  #prune(): void {
    if (this.#parts.files.items) void this.#compacting?.then(({ plain }) => plain.prune()).catch(() => {})
  }

  /** What it will come to, about, and whether that is still to be told. */
  estimate(id: string): Pick<CarriedBytes, 'about' | 'isOpen'> {
    const request = this.#requests.get(id)
    if (!request) return { about: undefined, isOpen: false }
    return { about: this.#estimates.get(request), isOpen: !this.#estimates.isTold(request) }
  }

  async make(work: CompactWork): Promise<Remarked> {
    const { id } = work
    const stamp = this.#stampOf(id)
    this.#costs.forget(id)
    const compacting = await this.#begun()
    const made = await compacting.make(work, this.#parts.options.codec)
    this.#made = withEntry(this.#made, id, { stamp, bytes: made.bytes.size })
    void this.#costs.read(id, this.#parts.files.item(id)?.name ?? '', (signal) => compacting.cost(id, signal))
    return made
  }

  /** What the bytes are of what was made, as long as it is what would be made now. */
  cost(id: string): CostState | undefined {
    return this.#made.get(id)?.stamp === this.#stampOf(id) ? this.#costs.get(id) : undefined
  }

  /** The plan, with the size that its output turned out to have. */
  known(id: string, plan: PlanState | undefined): PlanState | undefined {
    const made = this.#made.get(id)
    if (plan?.kind !== 'current' || made?.stamp !== this.#stampOf(id)) return plan
    return { kind: 'current', report: { ...plan.report, keptBytes: made.bytes, exact: true } }
  }

  async restore(work: CompactWork): Promise<Remarked> {
    return (await this.#begun()).restore(work)
  }

  /** What was made was written, or will never be. */
  async forget(id: string): Promise<void> {
    ;(await this.#compacting)?.release(id)
  }

  /** Its target is gone. */
  drop(id: string): void {
    this.#costs.forget(id)
    this.#made = withEntry(this.#made, id, undefined)
  }

  /** Of what would be made now. */
  #stampOf(id: string): string {
    return `${this.#parts.options.codec} ${this.#parts.plans.request(id)?.stamp}`
  }

  #begun(): Promise<Compacting> {
    return (this.#compacting ??= this.#begin())
  }

  async #begin(): Promise<Compacting> {
    try {
      const { Compacting } = await import('./jobs/compacting')
      const { files, hashing, isBusy } = this.#parts
      return new Compacting(this.#door, files, hashing, isBusy)
    } catch (thrown) {
      // Nobody asked for it yet: whoever does may have better luck.
      this.#compacting = undefined
      throw thrown
    }
  }
}
