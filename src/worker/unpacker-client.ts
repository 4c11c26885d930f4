import { proxy, wrap } from 'comlink'
import type { Unpacked } from '../core/unpack'
import type { OnProgress } from './api'
import { newName } from '../names'
import { FaultError, valueOf } from './fault-error'
import { onDeath } from './life'
import { readFor } from './page-reading'
import type { UnpackerApi, UnpackRequest } from './unpacker-api'
import Unpacker from './unpacker?worker&inline'

/** Decoders are greedy: more at once than this, and each is slower than one after the other. */
const MOST_AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

async function turn(): Promise<void> {
  if (running < MOST_AT_ONCE) running++
  else await new Promise<void>((resolve) => waiting.push(resolve))
}

function done(): void {
  const next = waiting.shift()
  if (next) next()
  else running--
}

/** Unpacks one file in a worker of its own, which ends with it, and its decoder's memory too. */
export async function unpackFile(
  request: UnpackRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Unpacked> {
  await turn()
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
  const cancel = () => void api.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    signal.throwIfAborted()
    return valueOf(await Promise.race([api.unpack(request, proxy(onProgress)), dying]))
  } finally {
    signal.removeEventListener('abort', cancel)
    worker.terminate()
    done()
  }
}
