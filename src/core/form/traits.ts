import type { FormId } from './form-id'

/** What the page must know of a form before anything is planned, without a writer coming along. */
export interface Traits {
  /** Whether one platform of several can be sent alone. */
  readonly offersPlatforms: boolean
  /** Whether manifests stay the bytes that they are. */
  readonly keepsManifests: boolean
}

export const traits: Record<FormId, Traits> = {
  universal: { offersPlatforms: true, keepsManifests: false },
  'as-is': { offersPlatforms: false, keepsManifests: true },
}
