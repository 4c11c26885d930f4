import { transfer, type Remote } from 'comlink'
import type { Connection } from './connect'
import { until } from './until'

/** A worker that works for another one. */
export interface LendingApi {
  /** Does what comes by the port, as long as this worker lives. */
  lend(port: MessagePort): Promise<never>
}

/** @param port by which another worker is helped: it crosses to that one with a call. */
export type Beside<T> = (port: MessagePort) => Promise<T>

/**
 * Lets work go on beside a worker that helps it, and ends with it; if that one dies, so does the work.
 * @param open starts it.
 */
export async function beside<T>(
  work: Beside<T>,
  signal: AbortSignal,
  open: () => { readonly api: Pick<Remote<LendingApi>, 'lend'>; readonly end: Connection<LendingApi>['end'] },
): Promise<T> {
  const { api, end } = open()
  const { port1: here, port2: there } = new MessageChannel()
  try {
    const lent = until<never>(signal, api.lend(transfer(there, [there])))
    return await Promise.race([work(transfer(here, [here])), lent])
  } finally {
    end()
  }
}
