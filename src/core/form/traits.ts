import type { FormId } from './form-id'

/** What the page must know of a form before anything is planned, without a writer coming along. */
export interface Traits {
  /** Whether one platform of several can be sent alone. */
  readonly offersPlatforms: boolean
  /** Whether manifests stay the bytes that they are. */
  readonly keepsManifests: boolean
  /** Whether no engine takes it before it is made whole again. */
  readonly restoredFirst: boolean
  /** What an output's name says of it. */
  readonly ending: 'slim' | 'compact'
}

export const traits: Record<FormId, Traits> = {
  universal: { offersPlatforms: true, keepsManifests: false, restoredFirst: false, ending: 'slim' },
  'as-is': { offersPlatforms: false, keepsManifests: true, restoredFirst: false, ending: 'slim' },
  compact: { offersPlatforms: false, keepsManifests: true, restoredFirst: true, ending: 'compact' },
}
