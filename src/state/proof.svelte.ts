import type { WayOut } from '../policy/ways-out'
import type { MainApi } from '../worker/main/api'

/** What came of trying to send something, in the page and in its worker. */
export class Proof {
  ways = $state.raw<{ readonly page: readonly WayOut[]; readonly worker: readonly WayOut[] } | undefined>()
  readonly #door: Pick<MainApi, 'waysOut'>

  constructor(door: Pick<MainApi, 'waysOut'>) {
    this.#door = door
  }

  async try(): Promise<void> {
    // A worker that has died sends nothing either: nothing is said of it.
    const [page, worker] = await Promise.all([tryPage(), this.#door.waysOut().catch(() => [])])
    this.ways = { page, worker }
  }
}

/** What tries comes when it is asked for. */
async function tryPage(): Promise<readonly WayOut[]> {
  const [{ pageWays }, { tryWaysOut }] = await Promise.all([
    import('../policy/page-ways'),
    import('../policy/ways-out'),
  ])
  return tryWaysOut(pageWays)
}
