import type { OpenedCompact } from './compact/opened'
import type { Inventory } from '../destination/inventory/read'
import type { Site } from '../destination/site'
import type { ImageArchive } from '../image/model'

/** What a file turned out to be. */
export type Opened =
  | { readonly kind: 'compact'; readonly compact: OpenedCompact }
  | { readonly kind: 'archive'; readonly archive: ImageArchive }
  | { readonly kind: 'inventory'; readonly inventory: Inventory }
  | { readonly kind: 'site'; readonly site: Site }
