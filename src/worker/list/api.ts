import type { PackingList } from '../../core/list/packing-list'

/** What the worker that knows YAML does; it lives for one file. */
export interface ListApi {
  /** Undefined where the file is no list. */
  readList(file: File): Promise<PackingList | undefined>
}
