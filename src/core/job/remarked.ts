import type { Finding } from '../image/finding'

/** What was made, and what is to be said of that of which it was made. */
export interface Remarked {
  readonly bytes: Blob
  readonly remarks: readonly Finding[]
}
