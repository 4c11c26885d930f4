import { wrap, type Remote } from 'comlink'
import { Life, type stayAlive } from './life'
import { withLines } from './lines'
import { readFor } from './page-reading'
import type { Thread } from './thread'
import { prepareCrossing } from './transfer'
import { until } from './until'

/** A worker's jobs, to be called like an object of the page's own. */
export interface Connection<Api> {
  /** Errors arrive as they were thrown; a call to a worker that dies, or is dead, throws `worker-died`. */
  readonly api: Remote<Api>
  /** Ends the worker in whatever it does; calls under way throw an AbortError. */
  readonly end: () => void
  /** Given once it is gone. */
  readonly over: AbortSignal
}

/** In the page. A worker's death is its end. */
export function connect<Api extends object>(thread: Thread): Connection<Api> {
  const { api, life } = begin<Api>(thread)
  return { api, end: () => life.end(), over: life.over }
}

/**
 * In the page: a worker that dies is replaced by a new one, unless it never came to life: then the next would fare no better.
 * @param onDeath told once there is a new one; what the other had in memory is gone.
 */
export function connectAnew<Api extends object>(start: () => Thread, onDeath: () => void): Remote<Api> {
  let current = begin<Api>(start())
  const watch = ({ life }: Lived<Api>) =>
    life.over.addEventListener('abort', () => {
      if (!life.lived) return
      current = begin(start())
      watch(current)
      onDeath()
    })
  watch(current)
  return new Proxy(current.api, { get: (_, job) => Reflect.get(current.api, job) })
}

interface Lived<Api> {
  readonly api: Remote<Api>
  readonly life: Life
}

function begin<Api extends object>(thread: Thread): Lived<Api> {
  prepareCrossing()
  readFor(thread)
  const remote = wrap<Api & { stayAlive: typeof stayAlive }>(thread)
  const life = new Life(thread, (name) => remote.stayAlive(name))
  const call = (job: string | symbol, given: unknown[]) =>
    withLines(() => life.answering(until(life.over, send(remote, job, given))))
  return {
    life,
    api: new Proxy(remote, {
      get:
        (_, job) =>
        (...given: unknown[]) =>
          call(job, given),
    }),
  }
}

function send(jobs: object, job: string | symbol, given: unknown[]): Promise<unknown> {
  return Reflect.apply(Reflect.get(jobs, job), undefined, given)
}
