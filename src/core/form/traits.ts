import type { FormId } from './form-id'

/** What the page must know of a form before anything is planned, without a writer coming along. */
export interface Traits {
  /** Whether one platform of several can be sent alone. */
  readonly offersPlatforms: boolean
}

export const traits: Record<FormId, Traits> = {
  universal: { offersPlatforms: true },
  'as-is': { offersPlatforms: false },
}
