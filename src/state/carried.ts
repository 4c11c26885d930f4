import { plainName } from '../core/view/output-names'
import type { Item } from '../model/item'
import type { Restorable } from '../core/view/restorable'
import type { Carried, CarryRow } from '../model/carry-row'
import type { CarrySet } from '../model/carry-set'
import type { PlanState } from '../model/job'
import type { Files } from './files.svelte'

/** What of a target is carried by its plan. What others build upon, and what has nothing to leave out, goes along whole. */
export function carriedBy(plan: PlanState | undefined, place: number): Carried | undefined {
  if (plan?.kind !== 'current') return undefined
  const { verdict, keptBytes, totalBytes } = plan.report
  if (verdict.kind === 'ready') return { kept: keptBytes, total: totalBytes, whole: false }
  const whole = verdict.kind === 'nothing-in-common' || (verdict.kind === 'no-destination' && place > 0)
  return whole ? { kept: totalBytes, total: totalBytes, whole } : undefined
}

/** The sum, once it is known of every row what becomes of it. */
export function sumOf(rows: readonly CarryRow[]): CarrySet['sum'] {
  const carried = rows.flatMap((row) => row.carried ?? [])
  if (carried.length === 0 || rows.some(isOpen)) return undefined
  return {
    kept: carried.reduce((sum, { kept }) => sum + kept, 0),
    total: carried.reduce((sum, { total }) => sum + total, 0),
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

/** Names under which what is loaded before a target comes out, where it is restored first. */
export const namesBefore = (order: readonly string[], id: string, files: Pick<Files, 'item'>): string[] =>
  order.slice(0, Math.max(0, order.indexOf(id))).flatMap((before) => {
    const item = files.item(before)
    return item ? [plainName(item.name)] : []
  })
