import { plainName } from '../core/view/output-names'
import type { Item } from '../model/item'
import type { Restorable } from '../core/view/restorable'
import type { Carried, CarriedBytes, CarryRow } from '../model/carry-row'
import type { CarrySet } from '../model/carry-set'
import type { PlanState } from '../model/job'
import { estimatesSummed } from './estimates-summed'

const EXACT = { exact: true, about: undefined, isOpen: false } as const

/**
 * What of a target is carried by its plan. What others build upon, and what has nothing to leave out, goes along whole.
 * @param estimate what it will come to as a compact archive.
 */
export function carriedBy(
  plan: PlanState | undefined,
  place: number,
  estimate: () => Pick<CarriedBytes, 'about' | 'isOpen'>,
): Carried | undefined {
  if (plan?.kind !== 'current') return undefined
  const { verdict, keptBytes, totalBytes, restoredFirst, exact = !restoredFirst } = plan.report
  if (verdict.kind === 'ready')
    return { kept: keptBytes, total: totalBytes, ...(exact ? EXACT : { exact, ...estimate() }), whole: false }
  const whole = verdict.kind === 'nothing-in-common' || (verdict.kind === 'no-destination' && place > 0)
  return whole ? { kept: totalBytes, total: totalBytes, ...EXACT, whole } : undefined
}

/** Bytes of those that leave something out. */
export const slimBytes = (rows: readonly CarryRow[]): number =>
  rows.reduce((sum, { carried }) => sum + (carried && !carried.whole ? carried.kept : 0), 0)

/** The sum, once it is known of every row what becomes of it. */
export function sumOf(rows: readonly CarryRow[]): CarrySet['sum'] {
  const carried = rows.flatMap((row) => row.carried ?? [])
  if (carried.length === 0 || rows.some(isOpen)) return undefined
  const sum = (bytesOf: (one: Carried) => number) => carried.reduce((bytes, one) => bytes + bytesOf(one), 0)
  const exact = carried.every((one) => one.exact)
  const isTold = !exact && carried.every((one) => one.exact || one.about)
  return {
    kept: sum(({ kept, about }) => Math.min(kept, about?.high ?? kept)),
    total: sum(({ total }) => total),
    exact,
    isOpen: carried.some(({ isOpen }) => isOpen),
    about: isTold
      ? estimatesSummed(carried.map(({ kept, about }) => about ?? { low: kept, high: kept, seconds: 0 }))
      : undefined,
  }
}

const isOpen = ({ item, plan }: CarryRow) => item.state.kind === 'reading' || plan?.kind === 'planning'

/** A compact archive says itself what it lacks; it is told to be one once all that is there was read. */
export function restorableOf({ name, state, file }: Item, plan: PlanState | undefined): Restorable | undefined {
  if (state.kind === 'ready' && state.view.kind === 'compact')
    return plan?.kind === 'planning'
      ? undefined
      : { layers: 0, bytes: file.size, fileName: state.view.wholeName, fault: undefined, relinked: 0, sources: [name] }
  return plan?.kind === 'current' ? plan.report.restorable : undefined
}

/** Under which it is saved; empty where there is no plan. */
export function savedAs(
  { name }: Item,
  plan: PlanState | undefined,
  { whole, gzip }: { readonly whole: boolean; readonly gzip: boolean },
): string {
  if (plan?.kind !== 'current') return ''
  return `${whole ? plainName(name) : plan.report.fileName}${gzip ? '.gz' : ''}`
}
