import type { Page } from 'playwright-core'
import { expect } from 'vitest'

interface Held {
  /** The worker's job that is not to begin. */
  job: string | undefined
  isHeld?: boolean
  release?: () => void
  /** Ends the worker that was to begin it: its locks go as if it were killed. */
  kill?: () => void
}

/**
 * How many workers the page would hear of if they died: it waits for the lock that each of them holds. One that holds its lock
 * is not yet known by that.
 */
export const watched = (page: Page) =>
  page.evaluate(async () => {
    const { pending = [] } = await navigator.locks.query()
    return pending.filter(({ name = '' }) => name.startsWith('layershed-worker-')).length
  })

/** From now on a worker's call of one job can be held back: the worker lives, and comes to no end. */
export const holdable = (page: Page) =>
  page.evaluate(() => {
    const held: Held = { job: undefined }
    Reflect.set(window, 'held', held)
    const { postMessage } = Worker.prototype
    Worker.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
      const [{ path }] = given as [{ path?: readonly string[] }]
      const send = () => Reflect.apply(postMessage, this, given) as undefined
      if (held.job === undefined || path?.[0] !== held.job) return send()
      Object.assign(held, { isHeld: true, release: send, kill: () => this.terminate() })
    }
  })

/** Of the job that begins next. */
export const hold = (page: Page, job: string) =>
  page.evaluate((job) => {
    const held = Reflect.get(window, 'held') as Held
    Object.assign(held, { job, isHeld: false, release: undefined, kill: undefined })
  }, job)

/**
 * Comes back once the job is held, and its worker known to live.
 * @param workers that live by then, with the page's first one.
 */
export async function isHeld(page: Page, workers = 2): Promise<void> {
  await page.waitForFunction(() => (Reflect.get(window, 'held') as Held).isHeld === true)
  await expect.poll(() => watched(page)).toBeGreaterThanOrEqual(workers)
}

/** The worker that was to begin the held job. */
export const killHeld = (page: Page) => page.evaluate(() => (Reflect.get(window, 'held') as Held).kill?.())

/** Nothing is held any more; what was goes on. */
export const release = (page: Page) =>
  page.evaluate(() => {
    const held = Reflect.get(window, 'held') as Held
    held.job = undefined
    held.release?.()
  })
