import { UnnamedError } from '../../core/errors'
import { newName } from '../../storage/new-name'
import type { Thread } from './thread'

/**
 * A worker that is killed says nothing. But it loses its locks: so it holds one as long as it lives, and whoever gets that lock
 * knows that it is gone. Where there are no locks (plain http), or page and worker do not share them (a page opened from disk
 * has no origin), only a worker's own errors are heard of.
 */
const lockOf = (name: string) => `layershed-worker-${name}`

/** The page's own, by which the worker knows whether the two share their locks: asked later, it may be gone already. */
const pageLockOf = (name: string) => `layershed-page-${name}`

/**
 * In the worker: comes back once it holds its lock, and holds it from then on.
 * @returns whether the page can know its death by that lock.
 */
export async function stayAlive(name: string): Promise<boolean> {
  if (!navigator.locks) return false
  await holding(lockOf(name), new Promise(() => {}))
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === pageLockOf(name))
}

/** Comes back once the lock is held, as it is from then until an end comes. */
const holding = (name: string, end: Promise<void>): Promise<void> =>
  new Promise((held) => {
    void navigator.locks.request(name, () => {
      held()
      return end
    })
  })

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

  /** Any answer shows that it came to life. */
  async answering<T>(call: Promise<T>): Promise<T> {
    const answer = await call
    this.lived = true
    return answer
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
    const end = new Promise<void>((ended) => this.over.addEventListener('abort', () => ended()))
    if (navigator.locks) await holding(pageLockOf(name), end)
    const shared = await this.answering(hold(name))
    if (shared) await navigator.locks.request(lockOf(name), { signal: this.over }, () => this.#die(''))
  }
}
