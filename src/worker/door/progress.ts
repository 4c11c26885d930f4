/** Bytes done, of how many. */
export type OnProgress = (done: number, total: number) => void

/** What is told is drawn, which takes ten to twenty milliseconds of a core from whoever works. */
const TELL_EVERY_MS = 250

/** Often, because the garbage collector too works between tasks: a decoder's chunks would pile up meanwhile. */
const BREATHE_EVERY_MS = 10

/** Lets messages in now and then while a decoder works without waiting for anything: one of them may say to stop, or to end. */
export function breather(signal?: AbortSignal, everyMs = BREATHE_EVERY_MS): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < everyMs) return
    await nextTask()
    last = performance.now()
    signal?.throwIfAborted()
  }
}

/** Counts bytes, tells the page at once and then now and then, and stops the work (by an AbortError) when it was cancelled. */
export function counter(total: number, onProgress: OnProgress, signal?: AbortSignal) {
  let done = 0
  let told = -Infinity
  const at = (bytes: number): void => {
    signal?.throwIfAborted()
    done = bytes
    const now = performance.now()
    if (now - told < TELL_EVERY_MS) return
    told = now
    onProgress(done, total)
  }
  if (total > 0) at(0)
  return { at, add: (bytes: number) => at(done + bytes) }
}

const channel = new MessageChannel()
channel.port1.start()

/** As soon as whatever waits has had its turn: a timer would be held back for some milliseconds each time. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    channel.port1.addEventListener('message', () => resolve(), { once: true })
    channel.port2.postMessage(null)
  })
