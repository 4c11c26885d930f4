import type { Page } from 'playwright-core'

interface Held {
  /** The worker's job that is not to begin. */
  job: string | undefined
  isHeld?: boolean
  release?: () => void
}

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
      Object.assign(held, { isHeld: true, release: send })
    }
  })

/** Of the job that begins next. */
export const hold = (page: Page, job: string) =>
  page.evaluate((job) => {
    const held = Reflect.get(window, 'held') as Held
    Object.assign(held, { job, isHeld: false, release: undefined })
  }, job)

/** Comes back once the job is held, and its worker known to live. */
export const isHeld = (page: Page) =>
  page.waitForFunction(async () => {
    const { held = [] } = await navigator.locks.query()
    const living = held.filter(({ name = '' }) => name.startsWith('layershed-worker-')).length
    return (Reflect.get(window, 'held') as Held).isHeld === true && living > 1
  })

/** Nothing is held any more; what was goes on. */
export const release = (page: Page) =>
  page.evaluate(() => {
    const held = Reflect.get(window, 'held') as Held
    held.job = undefined
    held.release?.()
  })
