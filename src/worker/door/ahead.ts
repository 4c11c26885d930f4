import type { Connection } from './connect'

type Started = Pick<Connection<object>, 'over' | 'end'>

/** A worker that is started before it is asked for, so that its code is there by then. Whoever takes it ends it. */
export class Ahead<One extends Started> {
  readonly #open: () => One
  #started: One | undefined

  /** @param open starts one. */
  constructor(open: () => One) {
    this.#open = open
  }

  start(): void {
    this.#started ??= this.#open()
  }

  /** The one that was started, or a new one where none was, or it is gone. */
  taken(): One {
    const started = this.#started
    this.#started = undefined
    return started && !started.over.aborted ? started : this.#open()
  }

  /** Nobody will ask for it. */
  end(): void {
    this.#started?.end()
    this.#started = undefined
  }
}
