import type { Fault } from '../core/errors'
import type { PlanReport } from '../core/view/report'
import type { Progress } from './progress'

/** A target's plan: current, being worked out, or failed. */
export type PlanState =
  | { readonly kind: 'planning' }
  | { readonly kind: 'current'; readonly report: PlanReport }
  | { readonly kind: 'failed'; readonly fault: Fault }

/** `file`: written to where the user said. `download`: handed to the browser's downloads, which say no more. */
export type Saved = 'file' | 'download'

/** What a save has come to. */
export type SaveState =
  | { readonly kind: 'saving'; readonly progress?: Progress }
  /** `name`: the one that it was saved under; `parts`: those of its parts, where it was split. */
  | {
      readonly kind: 'saved'
      readonly how: Saved
      readonly name: string
      readonly parts?: readonly string[]
      /** Where it were several at once: all that were written, or put into it. */
      readonly files?: readonly string[]
    }
  | { readonly kind: 'failed'; readonly fault: Fault }
