import type { Share } from './weigher'

/** What became of a file since the old layers. `moved`: its bytes are those of a file at another path. */
export type Fate = 'added' | 'changed' | 'moved' | 'unchanged'

export const fates = ['added', 'changed', 'moved', 'unchanged'] as const satisfies readonly Fate[]

/** What is carried for one entry of a layer. Bytes. */
export interface EntryCost {
  /** From the image's root; empty for what is in no entry. */
  readonly path: string
  /** Undefined of what is no file: folders, links, what stands behind the last entry. */
  readonly fate: Fate | undefined
  readonly size: number
  /** Whether its bytes are as they were, and its time is another. */
  readonly isRetimed: boolean
  readonly header: Readonly<Share>
  readonly data: Readonly<Share>
}
