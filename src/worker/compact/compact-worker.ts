import { Turns } from '../decoder/turns'
import { Ahead } from '../door/ahead'
import { beside, type Beside } from '../door/beside'
import { connect } from '../door/connect'
import { until } from '../door/until'
import type { CompactApi } from './api'
import Compacter from './worker?worker&inline'

/** One after the other: each hashes in other workers meanwhile, and waits for those. */
const turns = new Turns(1)

const open = () => connect<CompactApi>(new Compacter())

export const compacterAhead = new Ahead(open)
export const millAhead = new Ahead(open)

/** In a worker of its own, which ends with the work: a cancel ends it in whatever it is doing. */
export const inCompactWorker = <T>(work: (api: CompactApi) => Promise<T>, signal: AbortSignal): Promise<T> =>
  turns.take(signal, async () => {
    const { api, end } = compacterAhead.taken()
    try {
      return await until<T>(signal, work(api))
    } finally {
      end()
    }
  })

/** Lets one go on beside another that does some of its work. */
export const besideMill = <T>(work: Beside<T>, signal: AbortSignal): Promise<T> =>
  beside(work, signal, () => millAhead.taken())
