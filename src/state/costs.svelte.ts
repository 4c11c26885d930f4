import { faultOf } from '../core/errors'
import type { CostReport } from '../core/job/compact/cost-report'
import type { CostState } from '../model/cost'
import { withEntry } from './with-entry'

/** What the bytes of archives are, read as soon as they are made: what they were made of does not stay for long. */
export class Costs {
  #told = $state.raw<ReadonlyMap<string, CostState>>(new Map())
  readonly #reading = new Map<string, AbortController>()

  /** By the target's id. */
  get(id: string): CostState | undefined {
    return this.#told.get(id)
  }

  /** @param file named in a fault. */
  async read(id: string, file: string, work: (signal: AbortSignal) => Promise<CostReport>): Promise<void> {
    this.forget(id)
    const controller = new AbortController()
    this.#reading.set(id, controller)
    this.#set(id, { kind: 'reading' })
    const state = await work(controller.signal).then(
      (report): CostState => ({ kind: 'told', report }),
      (thrown: unknown): CostState => ({ kind: 'failed', fault: faultOf(thrown, file) }),
    )
    if (!controller.signal.aborted) this.#set(id, state)
  }

  forget(id: string): void {
    this.#reading.get(id)?.abort()
    this.#reading.delete(id)
    this.#set(id, undefined)
  }

  #set(id: string, state: CostState | undefined): void {
    this.#told = withEntry(this.#told, id, state)
  }
}
