import type { DrawnImages } from '../../core/view/picture'
import type { CarryRow } from '../../model/carry-row'

/** The images of a target: by its plan, where there is one. */
export function picturedIn({ item, plan }: CarryRow): DrawnImages | undefined {
  if (plan?.kind === 'current') return plan.report
  return item.state.kind === 'ready' && item.state.view.kind === 'archive' ? item.state.view : undefined
}
