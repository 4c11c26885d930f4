import type { Estimate } from '../core/job/compact/estimate'
import type { Finding } from '../core/image/finding'
import type { Restorable } from '../core/view/restorable'
import type { CostState } from './cost'
import type { Delivered } from './delivered'
import type { Item } from './item'
import type { PlanState, SaveState } from './job'

/** One target as it is to be carried: its plan, what became of its save, and where it was brought. */
export interface CarryRow {
  readonly item: Item
  /** Of what was delivered, as it was then. */
  readonly plan: PlanState | undefined
  readonly saving: SaveState | undefined
  /** Of a compact archive that was made: what its bytes are. */
  readonly cost: CostState | undefined
  /** Where it lacks something: what making it whole again comes to. */
  readonly restorable: Restorable | undefined
  /** What has come of making it whole again. */
  readonly restoring: SaveState | undefined
  /** What bases turned out to have damaged when it was made, or made whole: another archive served. */
  readonly damaged: readonly Finding[]
  /** Bytes that are carried, of how many; undefined where it is not known yet, or where nothing of it goes along. */
  readonly carried: Carried | undefined
  /** In the order of loading, from 1; 0 where the targets do not travel together. */
  readonly place: number
  readonly from: RestoredFrom
  /** Under which it is saved, slim or whole; empty where there is no plan. */
  readonly fileName: string
  /** Where all of the sites that are there have it. */
  readonly delivered: Delivered | undefined
  /** The remembered sites to which it can be said to have been brought. */
  readonly sites: readonly string[]
}

/** What a compact archive is restored from on the other side, and as what, by file names. */
export interface RestoredFrom {
  /** The archives that are there; none where they are many, or can't be given as they are: somebody has to say which. */
  readonly bases: readonly string[]
  /** What an engine over there calls the image, where it is the only one. */
  readonly image: string | undefined
  /** Those that go before it, as they come out: it may be made of them. */
  readonly after: readonly string[]
  readonly name: string
}

export interface Carried extends CarriedBytes {
  /** Whether all of it goes along: nothing of it is at the destination, or others build upon what it brings. */
  readonly whole: boolean
}

/** Bytes to carry, of how many. */
export interface CarriedBytes {
  /** The most that it can come to, unless it is exact. */
  readonly kept: number
  readonly total: number
  readonly exact: boolean
  /** Where it is not exact, what it will come to, once that is told. */
  readonly about: Estimate | undefined
  /** Whether that is still to be told. */
  readonly isOpen: boolean
}

/** What can be done with a row, by its target's id. */
export interface Carrying {
  /** Call it within a click: a picker may open. */
  save(id: string): void
  /** Stops its save. */
  cancel(id: string): void
  /** Makes it whole again, and saves that. Call it within a click, too. */
  restore(id: string): void
  cancelRestore(id: string): void
  /** Plans once more what could not be planned. */
  retry(id: string): void
  deliver(id: string): void
  takeBack(id: string): void
}
