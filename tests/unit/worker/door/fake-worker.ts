import { serve } from '../../../../src/worker/door/serve'
import type { Thread } from '../../../../src/worker/door/thread'

/** A channel that stands for a worker: jobs at its far end, and deaths at will. */
export class FakeWorker extends EventTarget implements Thread {
  ended = false
  readonly #near: MessagePort
  readonly #far: MessagePort

  constructor(jobs: object) {
    super()
    const { port1, port2 } = new MessageChannel()
    this.#near = port1
    this.#far = port2
    this.#near.onmessage = ({ data, ports }) =>
      this.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }))
    serve(jobs, port2)
  }

  postMessage(message: unknown, given: Transferable[] | StructuredSerializeOptions = []): void {
    this.#near.postMessage(message, Array.isArray(given) ? { transfer: given } : given)
  }

  terminate(): void {
    this.ended = true
    this.#near.close()
    this.#far.close()
  }

  /** By an error of its own. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }
}

/** Locks that are had once their holder is gone, as far as a worker's life goes by them. */
export class FakeLocks {
  readonly #waiting = new Map<string, (() => void)[]>()
  #holdersDie = false

  async request(name: string, options: unknown, callback?: () => unknown): Promise<void> {
    const take = callback ?? options
    const waiting = this.#waiting.get(name)
    if (waiting) await new Promise<void>((free) => waiting.push(free))
    else this.#waiting.set(name, [])
    if (typeof take === 'function') take()
  }

  async query() {
    const held = [...this.#waiting.keys()].map((name) => ({ name }))
    if (this.#holdersDie) this.#waiting.clear()
    return { held }
  }

  /** Whoever looks at the locks sees their holders, and a moment later they are gone. */
  loseAfterLook(): void {
    this.#holdersDie = true
  }

  /** Whoever held them is gone. */
  free(): void {
    for (const waiting of this.#waiting.values()) for (const next of waiting) next()
  }
}
