import type { Thread } from './thread'

/**
 * A page that WebKit opened from disk has no origin, and its workers then can't read any Blob, not even one of their own; the page
 * can. So it reads for them: the Blob crosses by reference, its bytes come back by transfer.
 */

/** Not one of Comlink's messages, which all have an id. */
interface Request {
  readonly read: Blob
}

type Answer = ArrayBuffer | { readonly name: string; readonly message: string }

/** In the worker, before it reads anything. */
export function readThroughPage(): void {
  if (canRead()) return
  Blob.prototype.arrayBuffer = function () {
    return askPage(this)
  }
  Blob.prototype.stream = function () {
    return streamOf(this)
  }
}

/** In the page, for a worker that it has begun. */
export function readFor(thread: Thread): void {
  thread.addEventListener('message', ({ data, ports: [port] }: MessageEvent<Partial<Request> | undefined>) => {
    if (!(data?.read instanceof Blob)) return
    data.read.arrayBuffer().then(
      (bytes) => port?.postMessage(bytes, [bytes]),
      ({ name, message }: DOMException) => port?.postMessage({ name, message }),
    )
  })
}

function canRead(): boolean {
  try {
    return new FileReaderSync().readAsArrayBuffer(new Blob(['x'])).byteLength === 1
  } catch {
    return false
  }
}

function askPage(blob: Blob): Promise<ArrayBuffer> {
  const { port1: here, port2: there } = new MessageChannel()
  return new Promise((resolve, reject) => {
    here.onmessage = ({ data }: MessageEvent<Answer>) => {
      here.close()
      if (data instanceof ArrayBuffer) resolve(data)
      else reject(new DOMException(data.message, data.name))
    }
    postMessage({ read: blob } satisfies Request, { transfer: [there] })
  })
}

const CHUNK = 1024 * 1024

function streamOf(blob: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at >= blob.size) return controller.close()
      controller.enqueue(new Uint8Array(await askPage(blob.slice(at, at + CHUNK))))
      at += CHUNK
    },
  })
}
