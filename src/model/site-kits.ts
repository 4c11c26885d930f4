import type { Fault } from '../core/errors'
import type { Saved } from './job'
import type { Progress } from './progress'

/** What the kits of several sites have come to. */
export type SiteKitsState =
  /** `place`: of the site whose turn it is, from 1. */
  | {
      readonly kind: 'saving'
      readonly site: string
      readonly place: number
      readonly of: number
      readonly progress?: Progress
    }
  | SavedSiteKits
  /** Nothing was written. */
  | { readonly kind: 'failed'; readonly fault: Fault }

export interface SavedSiteKits {
  readonly kind: 'saved'
  readonly how: Saved
  /** Of the zip that holds them, where they are no folders. */
  readonly zip: string
  /** The folders that were written, or stand in the zip. */
  readonly written: readonly { readonly site: string; readonly folder: string }[]
  readonly failed: readonly { readonly site: string; readonly fault: Fault }[]
  /** Those whose turn did not come any more. */
  readonly left: readonly string[]
}
