import type { LayerSummary } from '../../core/layer/change'
import type { LayerRow, Shown } from '../../core/layer/listing'
import type { LayerQuery } from '../../core/layer/select'
import type { StoredLayer } from '../../core/layer/stored'
import type { Result } from '../door/api'
import type { OnProgress } from '../door/progress'

/** The second worker's door to what is inside a layer: one layer a worker. Lines stay there, and cross as far as they are in sight. */
export interface LayerApi {
  list(layer: StoredLayer, task: string, onProgress: OnProgress): Promise<Result<LayerSummary>>
  /** From the bottom up. */
  compare(below: readonly StoredLayer[], task: string, onProgress: OnProgress): Promise<Result<LayerSummary>>
  show(query: LayerQuery): Promise<Result<Shown>>
  toggle(id: number): Promise<Result<Shown>>
  toggleAll(open: boolean): Promise<Result<Shown>>
  rows(from: number, to: number): Promise<Result<readonly LayerRow[]>>
  /** A line's bytes. */
  file(id: number, task: string, onProgress: OnProgress): Promise<Result<Blob>>
  stop(task: string): Promise<void>
}
