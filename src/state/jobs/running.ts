import { faultOf, type Fault } from '../../core/errors'
import { timedProgress } from '../progress'
import type { Progress } from '../../model/progress'
import type { OnProgress } from '../../worker/door/progress'

/** A call that lasts: it tells its progress, and stops when the signal says so. */
export type Work<T> = (onProgress: OnProgress, signal: AbortSignal) => Promise<T>

/** What a call has come to. `replaced`: another of its name has begun since, and is the one that counts. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'replaced' }

/** The calls under way, each by a name: progress with a clock, cancel, and errors as faults. */
export class Running {
  readonly #controllers = new Map<string, AbortController>()

  /** @param file named in the fault, where the fault names none. */
  async run<T>(name: string, work: Work<T>, show: (progress: Progress) => void, file: string): Promise<Outcome<T>> {
    this.cancel(name)
    const controller = new AbortController()
    this.#controllers.set(name, controller)
    const timed = timedProgress()
    const isOurs = () => this.#controllers.get(name) === controller
    const onProgress: OnProgress = (done, total) => isOurs() && show(timed(done, total))
    const isReplaced = () => !isOurs() && this.#controllers.has(name)
    try {
      const value = await work(onProgress, controller.signal)
      return isReplaced() ? { kind: 'replaced' } : { kind: 'done', value }
    } catch (thrown) {
      if (isReplaced()) return { kind: 'replaced' }
      return controller.signal.aborted || isAbort(thrown)
        ? { kind: 'cancelled' }
        : { kind: 'failed', fault: faultOf(thrown, file) }
    } finally {
      if (isOurs()) this.#controllers.delete(name)
    }
  }

  cancel(name: string): void {
    this.#controllers.get(name)?.abort()
    this.#controllers.delete(name)
  }
}

const isAbort = (thrown: unknown) => thrown instanceof DOMException && thrown.name === 'AbortError'
