import type { BatchSizes } from '../core/job/batch'
import type { MainApi } from '../worker/main/api'
import type { Plans } from './plans.svelte'

/** What the targets come to, each for itself and together: asked of the worker once their plans are there. */
export class Sizes {
  readonly #door: Pick<MainApi, 'batchSizes'>
  readonly #plans: Plans
  #asked: string | undefined
  #known = $state.raw<{ readonly stamp: string; readonly sizes: BatchSizes }>()

  constructor(door: Pick<MainApi, 'batchSizes'>, plans: Plans) {
    this.#door = door
    this.#plans = plans
    $effect.root(() => {
      $effect(() => this.#askDue())
    })
  }

  /** Undefined while they are not known, and where it makes no difference. */
  get current(): BatchSizes | undefined {
    const { sizes, stamp } = this.#known ?? {}
    return sizes && stamp === this.#plans.batch?.stamp && sizes.together < sizes.apart ? sizes : undefined
  }

  #askDue(): void {
    const batch = this.#plans.batch
    if (batch && this.#plans.settled && this.#asked !== batch.stamp) void this.#ask(batch)
  }

  /** What can't be worked out is not told: it is a hint, and each plan says what is wrong. */
  async #ask({ targets, choice, stamp }: NonNullable<Plans['batch']>): Promise<void> {
    this.#asked = stamp
    const sizes = await this.#door.batchSizes(targets, choice).catch(() => undefined)
    if (sizes && this.#asked === stamp) this.#known = { stamp, sizes }
  }
}
