import { until } from '../door/until'

/** Lets so many at once, and the others in the order in which they came. */
export class Turns {
  #free: number
  #waiting: readonly (() => void)[] = []

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /** Works once its turn has come; who gives up waiting leaves the queue. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(signal)
    try {
      return await work()
    } finally {
      this.#next()
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#free > 0) return void this.#free--
    let mine = () => {}
    const called = new Promise<void>((resolve) => (mine = resolve))
    this.#waiting = [...this.#waiting, mine]
    try {
      await until(signal, called)
    } catch (thrown) {
      // It may have been called in the same moment.
      if (!this.#waiting.includes(mine)) this.#next()
      this.#waiting = this.#waiting.filter((other) => other !== mine)
      throw thrown
    }
  }

  #next(): void {
    const [next, ...others] = this.#waiting
    this.#waiting = others
    if (next) next()
    else this.#free++
  }
}
