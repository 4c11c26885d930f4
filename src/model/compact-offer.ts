import type { Estimate } from '../core/job/compact/estimate'

/** What would be carried instead, were it compact. */
export interface CompactOffer {
  /** Carried as it is. */
  readonly bytes: number
  /** Whether what it would be is still being worked out. */
  readonly isOpen: boolean
  readonly about: Estimate | undefined
}
