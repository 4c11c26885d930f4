import { untrack } from 'svelte'
import { until } from '../../worker/door/until'

type Work<T> = (signal: AbortSignal) => Promise<T>

/** Work for which nobody waits, one after the other, while nothing else is to be done: given up for whatever is, and begun anew. */
export class SpareTime {
  readonly #isBusy: () => boolean
  #awaited = $state(0)
  #waiting = $state.raw<readonly ((over: AbortSignal) => void)[]>([])
  readonly #next = $derived.by(() => (this.#isBusy() || this.#awaited > 0 ? undefined : this.#waiting[0]))

  /** @param isBusy whether something else is to be done. */
  constructor(isBusy: () => boolean) {
    this.#isBusy = isBusy
    $effect.root(() => {
      $effect(() => {
        const [over, begin] = [new AbortController(), this.#next]
        if (begin) untrack(() => begin(over.signal))
        return () => over.abort()
      })
    })
  }

  async take<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    let begin: (over: AbortSignal) => void = () => {}
    const done = new Promise<T>((resolve, reject) => {
      begin = (over) =>
        void work(over).then(resolve, (thrown: unknown) => {
          if (!over.aborted) reject(thrown)
        })
    })
    this.#waiting = [...this.#waiting, begin]
    try {
      return await until(signal, done)
    } finally {
      this.#waiting = this.#waiting.filter((other) => other !== begin)
    }
  }

  /** For what somebody waits. */
  async givenTo<T>(work: () => Promise<T>): Promise<T> {
    this.#awaited++
    try {
      return await work()
    } finally {
      this.#awaited--
    }
  }
}
