import type { Fault } from '../core/errors'
import type { CostReport } from '../core/job/compact/cost-report'

/** How far it is told what the bytes of an archive are that was made. */
export type CostState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'told'; readonly report: CostReport }
  | { readonly kind: 'failed'; readonly fault: Fault }
