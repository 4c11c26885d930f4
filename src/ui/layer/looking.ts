import type { LayerRow } from '../../core/layer/listing'
import type { LayerQuery } from '../../core/layer/select'

/** What can be done while a layer is looked into. */
export interface Looking {
  show(change: Partial<LayerQuery>): void
  toggle(id: number): void
  toggleAll(open: boolean): void
  /** The line at a place among those that are shown. */
  choose(at: number): void
  /** The lines that are in sight. */
  look(from: number, to: number): void
  /** Call it within a click: a picker may open. */
  save(row: LayerRow): void
  cancelSave(): void
  stopComparing(): void
  close(): void
}
