/** A target that was brought to sites: one delivery, remembered at each of them. */
export interface Delivered {
  readonly id: string
  /** ISO 8601. */
  readonly date: string
  readonly sites: readonly string[]
}
