import type { Connection } from './connect'

type Started = Pick<Connection<object>, 'over' | 'end'>

/** Workers that are started before they are asked for, so that their code is there by then: one at a time. Whoever takes one ends it. */
export class Ahead<One extends Started> {
  readonly #open: () => One
  #started: One | undefined
  #isWanted = false
  #taken = 0

  /** @param open starts one. */
  constructor(open: () => One) {
    this.#open = open
  }

  /** Beside one that works there is no room for it: then it is started once that has ended. */
  start(): void {
    this.#isWanted = true
    if (this.#taken === 0) this.#started ??= this.#open()
  }

  /** The one that was started, or a new one where none was, or it is gone. */
  taken(): One {
    const started = this.#started
    this.#started = undefined
    const one = started && !started.over.aborted ? started : this.#open()
    this.#taken++
    return { ...one, end: () => this.#ended(one) }
  }

  /** Nobody will ask for any. */
  end(): void {
    this.#isWanted = false
    this.#started?.end()
    this.#started = undefined
  }

  #ended(one: One): void {
    one.end()
    this.#taken--
    if (this.#isWanted) this.start()
  }
}
