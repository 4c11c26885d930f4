import { proxy, wrap, type Remote } from 'comlink'
import type { HostMode } from '../../core/destination/destination'
import { UnnamedError } from '../../core/errors'
import type { Outline } from '../../core/tar/outline'
import type { Result, WorkerApi } from '../door/api'
import { newName } from '../../storage/new-name'
import { valueOf } from '../door/fault-error'
import { onDeath } from '../door/life'
import { readFor } from '../door/page-reading'
import type { OnProgress } from '../door/progress'
import type { Choice, MainApi } from './api'
import SlimWorker from './worker?worker&inline'

/** The page's side of the door: results unwrapped, cancelling by AbortSignal, a worker that died reported and replaced. */
export class Client implements MainApi {
  readonly #onDeath: () => void
  #worker!: Worker
  #api!: Remote<WorkerApi>
  #dying!: Promise<never>
  #tasks = 0

  /** @param onDeath told when the worker is gone, and with it every file that it had opened. */
  constructor(onDeath: () => void) {
    this.#onDeath = onDeath
    this.#begin()
  }

  open(id: string, file: File, onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (api, task) => api.open(id, file, task, proxy(onProgress)))
  }

  /** Opens what another worker unpacked; `plain` is absent for a base. */
  openUnpacked(id: string, outline: Outline, plain: Blob | undefined) {
    return this.#call((api) => api.openUnpacked(id, outline, plain))
  }

  close(id: string) {
    return this.#api.close(id)
  }

  plan(target: string, choice: Choice) {
    return this.#call((api) => api.plan(target, choice))
  }

  slim(target: string, choice: Choice, onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (api, task) => api.slim(target, choice, task, proxy(onProgress)))
  }

  fingerprint(base: string, onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (api, task) => api.fingerprint(base, task, proxy(onProgress)))
  }

  layerStack(id: string, image: number, layer: number) {
    return this.#call((api) => api.layerStack(id, image, layer))
  }

  sample() {
    return this.#call((api) => api.sample())
  }

  site(name: string, bases: readonly string[], mode: HostMode) {
    return this.#call((api) => api.site(name, bases, mode))
  }

  readSite(file: File) {
    return this.#call((api) => api.readSite(file))
  }

  delivery(target: string, choice: Choice) {
    return this.#call((api) => api.delivery(target, choice))
  }

  checksums(source: string, parts: readonly Blob[], onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (api, task) => api.checksums(source, parts, task, proxy(onProgress)))
  }

  waysOut() {
    return this.#call((api) => api.waysOut())
  }

  #begin(): void {
    this.#worker = new SlimWorker()
    readFor(this.#worker)
    this.#api = wrap<WorkerApi>(this.#worker)
    const worker = this.#worker
    const name = newName()
    const started = this.#api.start(name)
    let lived = false
    started.then(
      () => (lived = true),
      () => {},
    )
    this.#dying = new Promise<never>((_, reject) =>
      onDeath(worker, name, started, (reason) => {
        reject(new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason } })))
        worker.terminate()
        // One that never came to life would die again and again.
        if (!lived) return
        this.#begin()
        this.#onDeath()
      }),
    )
    // Whoever waits for a call hears of it there; nobody need wait here.
    this.#dying.catch(() => {})
  }

  #task<T>(signal: AbortSignal, run: (api: Remote<WorkerApi>, task: string) => Promise<Result<T>>): Promise<T> {
    const task = `task-${++this.#tasks}`
    const cancel = () => void this.#api.cancel(task)
    signal.addEventListener('abort', cancel, { once: true })
    return this.#call((api) => run(api, task)).finally(() => signal.removeEventListener('abort', cancel))
  }

  async #call<T>(run: (api: Remote<WorkerApi>) => Promise<Result<T>>): Promise<T> {
    return valueOf(await Promise.race([run(this.#api), this.#dying]))
  }
}
