import type { Finding } from '../core/image/finding'
import type { PlanReport } from '../core/view/report'
import type { Output } from '../output/output'
import type { ToCarry } from './to-carry.svelte'

/** An archive that goes along, slim or whole. */
export interface CarriedArchive {
  readonly output: Output
  readonly report: PlanReport
  readonly whole: boolean
  /** What it was made without, once it is made. */
  readonly damaged: () => readonly Finding[]
}

/** What goes along, in the order of loading. */
export const carriedArchives = (toCarry: Pick<ToCarry, 'rows' | 'output' | 'damagedBases'>): CarriedArchive[] =>
  toCarry.rows
    .toSorted((one, other) => one.place - other.place)
    .flatMap(({ item, plan, carried }) => {
      const output = toCarry.output(item.id)
      return output && carried && plan?.kind === 'current'
        ? [{ output, report: plan.report, whole: carried.whole, damaged: () => toCarry.damagedBases.get(item.id) }]
        : []
    })
