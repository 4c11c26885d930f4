import { totalBytes, type Hashed, type ToHash } from '../../core/check/to-hash'
import { connect, type Connection } from '../door/connect'
import type { OnProgress } from '../door/progress'
import { until } from '../door/until'
import type { HashApi } from './api'
import { decoders } from './decoders'
import { portions } from './portions'
import Decoder from './worker?worker&inline'

const WORKERS = 2

export type HashBlobs = (
  blobs: readonly ToHash[],
  onProgress: OnProgress,
  signal: AbortSignal,
) => Promise<readonly Hashed[]>

/** Hashes in workers of their own, two at most, which end with it. A cancel ends them in whatever they are doing. */
export const hashBlobs: HashBlobs = (blobs, onProgress, signal) =>
  inPool(blobs, onProgress, signal, () => connect<HashApi>(new Decoder()))

/** @param open starts a worker. */
export async function inPool(
  blobs: readonly ToHash[],
  onProgress: OnProgress,
  signal: AbortSignal,
  open: () => Pick<Connection<HashApi>, 'api' | 'end'>,
): Promise<readonly Hashed[]> {
  signal.throwIfAborted()
  const queue = portions(blobs)
  const total = totalBytes(blobs)
  const hashed: Hashed[] = []
  const over = new AbortController()
  const cancel = () => over.abort(signal.reason)
  signal.addEventListener('abort', cancel)
  let left = queue.length
  let done = 0
  onProgress(0, total)

  async function portion({ api }: Pick<Connection<HashApi>, 'api'>, blobs: readonly ToHash[]): Promise<void> {
    let told = 0
    const tell = (bytes: number): void => {
      done += bytes - told
      told = bytes
      onProgress(done, total)
    }
    hashed.push(...(await until<readonly Hashed[]>(over.signal, api.hash(blobs, tell))))
    tell(totalBytes(blobs))
    // Who still waits for a turn has nothing to wait for.
    if (--left === 0) over.abort()
  }

  const work = () =>
    decoders.take(over.signal, async () => {
      const worker = open()
      try {
        for (let next = queue.shift(); next; next = queue.shift()) await portion(worker, next)
      } finally {
        worker.end()
      }
    })

  try {
    await Promise.all(Array.from({ length: Math.min(WORKERS, queue.length) }, () => work().catch(unlessDone)))
  } catch (thrown) {
    over.abort()
    throw thrown
  } finally {
    signal.removeEventListener('abort', cancel)
  }
  return hashed

  function unlessDone(thrown: unknown): void {
    if (left > 0) throw thrown
  }
}
