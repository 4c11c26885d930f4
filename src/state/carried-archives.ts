import { plainName } from '../core/view/output-names'
import type { PlanReport } from '../core/view/report'
import type { CarryRow } from '../model/carry-row'
import type { Output } from '../output/output'
import type { MainApi } from '../worker/main/api'
import type { ToCarry } from './to-carry.svelte'

/** An archive that goes along, slim or whole. */
export interface CarriedArchive {
  readonly output: Output
  readonly report: PlanReport
  readonly whole: boolean
}

/** What goes along, in the order of loading. What others build upon, and what has nothing to leave out, does so whole. */
export const carriedArchives = (toCarry: Pick<ToCarry, 'rows' | 'output'>, door: Pick<MainApi, 'whole'>) =>
  toCarry.rows
    .toSorted((one, other) => one.place - other.place)
    .flatMap(({ item, plan, place, delivered }: CarryRow): CarriedArchive[] => {
      if (delivered || plan?.kind !== 'current') return []
      const { report } = plan
      const { verdict, totalBytes } = report
      const whole = verdict.kind === 'nothing-in-common' || (verdict.kind === 'no-destination' && place > 0)
      const { id, name } = item
      const original = (): Output => ({ id, name: plainName(name), source: name, bytes: totalBytes, make: () => door.whole(id) }) // prettier-ignore
      const output = toCarry.output(id) ?? (whole ? original() : undefined)
      return output ? [{ output, report, whole }] : []
    })
