import type { CheckReport } from '../core/check/report'
import type { Fault } from '../core/errors'
import type { Progress } from './progress'

/** What a file's check has come to. */
export type CheckState =
  | { readonly kind: 'checking'; readonly progress?: Progress }
  | { readonly kind: 'checked'; readonly report: CheckReport }
  | { readonly kind: 'failed'; readonly fault: Fault }
