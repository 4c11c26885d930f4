import { proxy, wrap, type Remote } from 'comlink'
import { UnnamedError } from '../../core/errors'
import type { LayerQuery } from '../../core/layer/select'
import type { StoredLayer } from '../../core/layer/stored'
import { newName } from '../../storage/new-name'
import type { Result } from '../door/api'
import type { OnProgress } from '../door/progress'
import { valueOf } from '../door/fault-error'
import type { LayerApi as LayerCalls } from './api'
import type { LayerApi } from './layer-api'
import { onDeath } from '../door/life'
import { readFor } from '../door/page-reading'
import type { UnpackerApi } from './unpacker-api'
import Unpacker from './unpacker?worker&inline'

/** The page's side of one opened layer: a worker of its own, which ends with it. */
export class LayerClient implements LayerCalls {
  readonly #worker = new Unpacker()
  readonly #api: Remote<LayerApi & Pick<UnpackerApi, 'start'>> = wrap(this.#worker)
  readonly #dying: Promise<never>
  #tasks = 0

  constructor() {
    readFor(this.#worker)
    const name = newName()
    this.#dying = new Promise<never>((_, reject) =>
      onDeath(this.#worker, name, this.#api.start(name), (reason) =>
        reject(new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason } }))),
      ),
    )
    // Whoever waits for a call hears of it there.
    this.#dying.catch(() => {})
  }

  list(layer: StoredLayer, onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (task) => this.#api.list(layer, task, proxy(onProgress)))
  }

  compare(below: readonly StoredLayer[], onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (task) => this.#api.compare(below, task, proxy(onProgress)))
  }

  file(id: number, onProgress: OnProgress, signal: AbortSignal) {
    return this.#task(signal, (task) => this.#api.file(id, task, proxy(onProgress)))
  }

  show(query: LayerQuery) {
    return this.#call(this.#api.show(query))
  }

  toggle(id: number) {
    return this.#call(this.#api.toggle(id))
  }

  toggleAll(open: boolean) {
    return this.#call(this.#api.toggleAll(open))
  }

  rows(from: number, to: number) {
    return this.#call(this.#api.rows(from, to))
  }

  end(): void {
    this.#worker.terminate()
  }

  async #task<T>(signal: AbortSignal, run: (task: string) => Promise<Result<T>>): Promise<T> {
    const task = `task-${++this.#tasks}`
    const stop = () => void this.#api.stop(task)
    signal.throwIfAborted()
    signal.addEventListener('abort', stop, { once: true })
    return this.#call(run(task)).finally(() => signal.removeEventListener('abort', stop))
  }

  async #call<T>(result: Promise<Result<T>>): Promise<T> {
    return valueOf(await Promise.race([result, this.#dying]))
  }
}
