import { transfer } from 'comlink'
import { connect, type Connection } from '../door/connect'
import { until } from '../door/until'
import type { LendingApi } from './api'
import { decoders } from './decoders'
import Decoder from './worker?worker&inline'

/** @param port by which another worker has things hashed. */
type Beside<T> = (port: MessagePort) => Promise<T>

/** Lets work go on beside a worker that hashes for it, and ends with it; if that one dies, so does the work. */
export const besideHasher = <T>(work: Beside<T>, signal: AbortSignal): Promise<T> =>
  besideWorker(work, signal, () => connect<LendingApi>(new Decoder()))

/** @param open starts a worker. */
export function besideWorker<T>(
  work: Beside<T>,
  signal: AbortSignal,
  open: () => Pick<Connection<LendingApi>, 'api' | 'end'>,
): Promise<T> {
  return decoders.take(signal, async () => {
    const { api, end } = open()
    const { port1: here, port2: there } = new MessageChannel()
    try {
      const lent = until<never>(signal, api.lend(transfer(there, [there])))
      return await Promise.race([work(here), lent])
    } finally {
      end()
    }
  })
}
