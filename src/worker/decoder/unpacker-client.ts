import { proxy, wrap } from 'comlink'
import type { Unpacked } from '../../core/job/unpack'
import type { OnProgress } from '../door/progress'
import { newName } from '../../storage/new-name'
import { FaultError, valueOf } from '../door/fault-error'
import { onDeath } from '../door/life'
import { readFor } from '../door/page-reading'
import type { UnpackRequest } from './api'
import type { UnpackerApi } from './unpacker-api'
import Unpacker from './unpacker?worker&inline'

/** Decoders are greedy: more at once than this, and each is slower than one after the other. */
const MOST_AT_ONCE = 2
let running = 0
let waiting: readonly (() => void)[] = []

async function turn(cancelled: Promise<never>): Promise<void> {
  if (running < MOST_AT_ONCE) {
    running++
    return
  }
  let mine = () => {}
  const called = new Promise<void>((resolve) => (mine = resolve))
  waiting = [...waiting, mine]
  try {
    await Promise.race([called, cancelled])
  } catch (thrown) {
    if (!waiting.includes(mine)) done()
    waiting = waiting.filter((other) => other !== mine)
    throw thrown
  }
}

function done(): void {
  const [next, ...others] = waiting
  waiting = others
  if (next) next()
  else running--
}

/**
 * Unpacks one file in a worker of its own, which ends with it, and its decoder's memory too. A cancel ends the worker in whatever
 * it is doing: a decoder may be at one block for seconds and hear nothing.
 */
export async function unpackFile(
  request: UnpackRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Unpacked> {
  const cancelled = new Promise<never>((_, reject) => {
    const stop = () => reject(new DOMException('cancelled', 'AbortError'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  cancelled.catch(() => {})
  await turn(cancelled)
  try {
    return await inWorker(request, onProgress, cancelled)
  } finally {
    done()
  }
}

async function inWorker(request: UnpackRequest, onProgress: OnProgress, cancelled: Promise<never>): Promise<Unpacked> {
  const worker = new Unpacker()
  readFor(worker)
  const api = wrap<UnpackerApi>(worker)
  const name = newName()
  const dying = new Promise<never>((_, reject) =>
    onDeath(worker, name, api.start(name), (reason) =>
      reject(new FaultError({ code: 'worker-died', facts: { file: request.file.name, reason } })),
    ),
  )
  dying.catch(() => {})
  try {
    return valueOf(await Promise.race([api.unpack(request, proxy(onProgress)), dying, cancelled]))
  } finally {
    worker.terminate()
  }
}
