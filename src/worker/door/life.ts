import { UnnamedError } from '../../core/errors'
import { newName } from '../../storage/new-name'
import type { Thread } from './thread'

/**
 * A worker that is killed says nothing. But it loses its locks: so it holds one as long as it lives, and whoever gets that lock
 * knows that it is gone. Where there are no locks (plain http), or page and worker do not share them (a page opened from disk
 * has no origin), only a worker's own errors are heard of.
 */
const lockOf = (name: string) => `layershed-worker-${name}`

/** In the worker: comes back once it holds its lock, and holds it from then on. */
export function stayAlive(name: string): Promise<void> {
  return new Promise((held) => {
    if (!navigator.locks) return held()
    void navigator.locks.request(lockOf(name), () => {
      held()
      return new Promise(() => {})
    })
  })
}

/** In the page: one worker, from its beginning to its end. */
export class Life {
  /** Whether it ever answered. */
  lived = false
  readonly #thread: Thread
  readonly #over = new AbortController()

  constructor(thread: Thread, hold: typeof stayAlive) {
    this.#thread = thread
    thread.addEventListener('error', ({ message }) => this.#die(message ?? ''))
    void this.#watch(hold).catch(() => {})
  }

  /** Given when the worker is gone; its reason is what every call then ends in. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** Ends it in whatever it does. Calls under way are cancelled. */
  end(reason: Error = new DOMException('the worker was ended', 'AbortError')): void {
    this.#thread.terminate()
    this.#over.abort(reason)
  }

  #die(reason: string): void {
    this.end(new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason } })))
  }

  async #watch(hold: typeof stayAlive): Promise<void> {
    const name = newName()
    await hold(name)
    this.lived = true
    if (!navigator.locks || !(await isShared(name))) return
    await navigator.locks.request(lockOf(name), { signal: this.over }, () => this.#die(''))
  }
}

/** Whether the lock that the worker holds is seen from here. */
async function isShared(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === lockOf(name))
}
