import type { TransferHandler } from 'comlink'

/**
 * Of a call's arguments, those that stay on the page and are heard of in the worker as long as the call lasts: an AbortSignal, and
 * functions, which are told things and answer nothing. Each gets a port of its own.
 */

type HangUp = () => void

/** Of the call that is being made right now. */
let lines: HangUp[] = []

/** Makes a call, and hangs its lines up once it has ended. Its arguments cross before this waits, so that no two calls mix. */
export async function withLines<T>(call: () => Promise<T>): Promise<T> {
  const own = (lines = [] as HangUp[])
  try {
    return await call()
  } finally {
    for (const hangUp of own) hangUp()
  }
}

interface CrossedSignal {
  readonly aborted: boolean
  readonly port: MessagePort
}

export const signals: TransferHandler<AbortSignal, CrossedSignal> = {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize(signal) {
    const { port1: here, port2: port } = new MessageChannel()
    const tell = () => here.postMessage('abort')
    signal.addEventListener('abort', tell, { once: true })
    lines.push(() => {
      signal.removeEventListener('abort', tell)
      here.close()
    })
    return [{ aborted: signal.aborted, port }, [port]]
  },
  deserialize({ aborted, port }) {
    const controller = new AbortController()
    if (aborted) controller.abort()
    port.onmessage = () => controller.abort()
    return controller.signal
  },
}

type Told = (...facts: unknown[]) => void

export const functions: TransferHandler<Told, MessagePort> = {
  canHandle: (value): value is Told => typeof value === 'function',
  serialize(told) {
    const { port1: here, port2: there } = new MessageChannel()
    here.onmessage = ({ data }: MessageEvent<unknown[]>) => told(...data)
    lines.push(() => here.close())
    return [there, [there]]
  },
  deserialize:
    (port) =>
    (...facts) =>
      port.postMessage(facts),
}
