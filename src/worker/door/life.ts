/**
 * A worker that is killed says nothing. But it loses its locks: so it holds one as long as it lives, and whoever gets that lock
 * knows that it is gone. Where there are no locks (plain http), or page and worker do not share them (a page opened from disk
 * has no origin), only a worker's own errors are heard of.
 */
const lockOf = (name: string) => `layershed-worker-${name}`

/** In the worker: holds its lock from now on. */
export function stayAlive(name: string): Promise<void> {
  return new Promise((held) => {
    if (!navigator.locks) return held()
    void navigator.locks.request(lockOf(name), () => {
      held()
      return new Promise(() => {})
    })
  })
}

/** In the page, once the worker holds its lock: told when it is gone, however it went. */
export function onDeath(worker: Worker, name: string, held: Promise<void>, tell: (reason: string) => void): void {
  const stop = new AbortController()
  let told = false
  const once = (reason: string) => {
    if (!told) tell(reason)
    told = true
    stop.abort()
  }
  worker.addEventListener('error', ({ message }) => once(message ?? ''))
  if (!navigator.locks) return
  const watch = async () => {
    await held
    if (await isShared(name)) await navigator.locks.request(lockOf(name), { signal: stop.signal }, () => once(''))
  }
  watch().catch(() => {})
}

/** Whether the lock that the worker holds is seen from here. */
async function isShared(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === lockOf(name))
}
