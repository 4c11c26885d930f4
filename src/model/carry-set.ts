import type { BatchSizes } from '../core/job/batch'
import type { CarriedBytes } from './carry-row'
import type { SaveState } from './job'

/** All that is to be carried, as one. */
export interface CarrySet {
  /** How many files go along, slim or whole. */
  readonly count: number
  /** Bytes to carry, of how many; undefined while that is being worked out, or where nothing is. */
  readonly sum: CarriedBytes | undefined
  /** Whether one of them leaves something out. */
  readonly slim: boolean
  readonly saving: SaveState | undefined
  /** Whether each leaves out what an earlier one brings; undefined where there is but one. */
  readonly together: boolean | undefined
  /** What they come to, each for itself and together; undefined where that is not known, or the same. */
  readonly sizes: BatchSizes | undefined
}

/** What can be done with the set. */
export interface CarryingSet {
  /** Call it within a click: a picker may open. */
  saveAll(): void
  cancelAll(): void
  travel(together: boolean): void
}
