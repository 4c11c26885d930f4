import type { Estimate } from '../core/job/compact/estimate'
import type { Request } from './deliveries.svelte'
import { withEntry } from './with-entry'

/** Tells of one what it will come to; undefined where that can't be told soon. */
export type Tell = (request: Request, estimate: Estimate | undefined) => void

type Work = (requests: readonly Request[], tell: Tell, signal: AbortSignal) => Promise<void>

/** What compact archives will come to, told one after the other, as long as somebody wants to know. */
export class Estimates {
  readonly #wanted: () => readonly Request[]
  readonly #work: Work
  #told = $state.raw<ReadonlyMap<string, { readonly stamp: string; readonly estimate: Estimate | undefined }>>(
    new Map(),
  )
  #underway: { readonly stamps: ReadonlySet<string>; readonly controller: AbortController } | undefined
  readonly #due = $derived.by(() => this.#wanted().filter((request) => !this.isTold(request)))

  /** @param wanted what is no longer among them is given up. */
  constructor(wanted: () => readonly Request[], work: Work) {
    this.#wanted = wanted
    this.#work = work
    $effect.root(() => {
      $effect(() => this.#goOn(this.#due))
    })
  }

  get({ id, stamp }: Request): Estimate | undefined {
    const told = this.#told.get(id)
    return told?.stamp === stamp ? told.estimate : undefined
  }

  /** Whether there is nothing more to wait for. */
  isTold({ id, stamp }: Request): boolean {
    return this.#told.get(id)?.stamp === stamp
  }

  #goOn(due: readonly Request[]): void {
    const underway = this.#underway?.stamps
    if (due.length > 0 && due.every(({ stamp }) => underway?.has(stamp))) return
    this.#underway?.controller.abort()
    this.#underway = undefined
    if (due.length > 0) void this.#begin(due)
  }

  /** What can't be worked out is not told: it is a hint, and whoever makes the archive is told what is wrong. */
  async #begin(due: readonly Request[]): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    this.#underway = { stamps: new Set(due.map(({ stamp }) => stamp)), controller }
    const tell: Tell = ({ id, stamp }, estimate) => {
      if (!signal.aborted) this.#told = withEntry(this.#told, id, { stamp, estimate })
    }
    await this.#work(due, tell, signal).catch(() => {})
    for (const request of due) if (!this.isTold(request)) tell(request, undefined)
  }
}
