import { faultOf, type Fault } from '../../core/errors'
import { timedProgress } from '../progress'
import type { Progress } from '../../model/progress'
import type { OnProgress } from '../../worker/door/progress'
import { FaultError } from '../../worker/door/fault-error'

/** A call that lasts: it tells its progress, and stops when the signal says so. */
export type Work<T> = (onProgress: OnProgress, signal: AbortSignal) => Promise<T>

/** The calls under way, each by a name: progress with a clock, cancel, and errors as faults. */
export class Running {
  readonly #controllers = new Map<string, AbortController>()

  /** @param file named in the fault, where the fault names none. */
  async run<T>(
    name: string,
    work: Work<T>,
    show: (progress: Progress) => void,
    file: string,
  ): Promise<T | 'cancelled' | { kind: 'failed'; fault: Fault }> {
    this.cancel(name)
    const controller = new AbortController()
    this.#controllers.set(name, controller)
    const timed = timedProgress()
    const live = () => this.#controllers.get(name) === controller
    try {
      return await work((done, total) => live() && show(timed(done, total)), controller.signal)
    } catch (thrown) {
      if (controller.signal.aborted || isAbort(thrown)) return 'cancelled'
      return { kind: 'failed', fault: faultIn(thrown, file) }
    } finally {
      if (live()) this.#controllers.delete(name)
    }
  }

  cancel(name: string): void {
    this.#controllers.get(name)?.abort()
    this.#controllers.delete(name)
  }
}

const isAbort = (thrown: unknown) => thrown instanceof DOMException && thrown.name === 'AbortError'

export const faultIn = (thrown: unknown, file: string): Fault =>
  thrown instanceof FaultError ? thrown.fault : faultOf(thrown, file)
