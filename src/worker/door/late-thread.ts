import type { Thread } from './thread'

/** A worker whose code is still to come: what is said to it waits until then. One that never comes is told as one that broke. */
export class LateThread implements Thread {
  #worker: Thread | undefined
  #waiting: ((worker: Thread) => void)[] = []
  #onError: EventListenerOrEventListenerObject[] = []
  #ended = false

  constructor(coming: Promise<Thread>) {
    coming.then(
      (worker) => this.#came(worker),
      (thrown: unknown) => this.#lost(thrown),
    )
  }

  postMessage(message: unknown, transfer: Transferable[] | StructuredSerializeOptions = []): void {
    this.#then((worker) =>
      Array.isArray(transfer) ? worker.postMessage(message, transfer) : worker.postMessage(message, transfer),
    )
  }

  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    if (type === 'error') this.#onError.push(listener)
    this.#then((worker) => worker.addEventListener(type, listener, options))
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.#onError = this.#onError.filter((other) => other !== listener)
    this.#then((worker) => worker.removeEventListener(type, listener))
  }

  terminate(): void {
    this.#ended = true
    this.#worker?.terminate()
  }

  #then(work: (worker: Thread) => void): void {
    if (this.#worker) work(this.#worker)
    else this.#waiting.push(work)
  }

  #came(worker: Thread): void {
    if (this.#ended) return worker.terminate()
    this.#worker = worker
    for (const work of this.#waiting) work(worker)
    this.#waiting = []
  }

  #lost(thrown: unknown): void {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    const event = Object.assign(new Event('error'), { message })
    for (const listener of this.#onError)
      if (typeof listener === 'function') listener(event)
      else listener.handleEvent(event)
  }
}
