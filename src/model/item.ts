import type { Member } from '../core/image/archive-within'
import type { Fault } from '../core/errors'
import type { PackingList } from '../core/list/packing-list'
import type { FileView } from '../core/view/file-view'
import type { Progress } from './progress'

export type Role = 'base' | 'target'

/** A file that the user gave, and what became of it. */
export interface Item {
  readonly id: string
  /** The file's own name, or that of the archive in it. */
  readonly name: string
  readonly file: File
  /** Another where another file stands behind it: what is known of one edition does not hold for the next. */
  readonly edition: number
  /** Of several archives in it, the one that was chosen. */
  readonly member?: string
  /** The name under which a packed file's plain bytes are kept, if they are. */
  readonly spool?: string | undefined
  readonly packed?: boolean
  readonly role: Role
  /** Of an archive of several platforms, the one that alone is to be sent. */
  readonly only?: string | undefined
  /** Given to an explicit input, or moved by hand: such a role is never changed by the page. */
  readonly pinned: boolean
  readonly state:
    /** `was`: what it held when it was read before. */
    | { readonly kind: 'reading'; readonly progress?: Progress | undefined; readonly was?: FileView | undefined }
    | { readonly kind: 'choosing'; readonly members: readonly Member[] }
    | { readonly kind: 'ready'; readonly view: FileView }
    /** No archive: a list of what is to be packed. */
    | { readonly kind: 'listed'; readonly list: PackingList }
    | { readonly kind: 'failed'; readonly fault: Fault }
}
