import type { ZipMember } from './core/compression/zip'
import type { Fault } from './core/errors'
import type { PlanReport } from './core/report'
import { basesAmong, type Stacks } from './core/roles'
import type { FileView } from './core/view'
import type { Saved } from './output/save'

export type Role = 'base' | 'target'

/** A file that the user gave, and what became of it. */
export interface Item {
  readonly id: string
  /** The file's own name, or that of the zip's member. */
  readonly name: string
  readonly file: File
  /** Of a zip with several archives, the one that was chosen. */
  readonly member?: string
  /** The name under which a packed file's plain bytes are kept, if they are. */
  readonly spool?: string | undefined
  readonly packed?: boolean
  readonly role: Role
  /** Of an archive of several platforms, the one that alone is to be sent. */
  readonly only?: string | undefined
  /** Brought to sites, as the user said. */
  readonly delivered?: Delivered
  /** Given to an explicit input, or moved by hand: such a role is never changed by the page. */
  readonly pinned: boolean
  readonly state:
    | { readonly kind: 'reading'; readonly progress?: Progress }
    | { readonly kind: 'choosing'; readonly members: readonly ZipMember[] }
    | { readonly kind: 'ready'; readonly view: FileView }
    | { readonly kind: 'failed'; readonly fault: Fault }
}

/** Bytes, how many of them a second so far, and the seconds that are left at that rate. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly bytesPerSecond: number | undefined
  readonly secondsLeft: number | undefined
}

/** A target that was brought to sites: one delivery, remembered at each of them. */
export interface Delivered {
  readonly id: string
  /** ISO 8601. */
  readonly date: string
  readonly sites: readonly string[]
}

/** A target's plan: current, being worked out, or failed. */
export type PlanState =
  | { readonly kind: 'planning' }
  | { readonly kind: 'current'; readonly report: PlanReport }
  | { readonly kind: 'failed'; readonly fault: Fault }

/** What a save has come to. */
export type SaveState =
  | { readonly kind: 'saving'; readonly progress?: Progress }
  /** `name`: the one that it was saved under; `parts`: those of its parts, where it was split. */
  | { readonly kind: 'saved'; readonly how: Saved; readonly name: string; readonly parts?: readonly string[] }
  | { readonly kind: 'failed'; readonly fault: Fault }

/** Gives roles to the files that came without one: JSON and what others build upon is there already, the rest is to be sent. */
export function withRoles(items: readonly Item[]): readonly Item[] {
  const bases = basesAmong(stacksOf(items))
  return items.map((item) => {
    if (item.pinned || item.state.kind !== 'ready') return item
    const role = item.state.view.kind !== 'archive' || bases.has(item.id) ? 'base' : 'target'
    return role === item.role ? item : { ...item, role }
  })
}

/** The opened archives as far as their roles and order go. */
export const stacksOf = (items: readonly Item[]): Stacks[] =>
  items.flatMap(({ id, state }) =>
    state.kind === 'ready' && state.view.kind === 'archive'
      ? [{ id, images: state.view.chains.map((chains) => ({ chains })) }]
      : [],
  )

/** Too short to tell a rate by. */
const FIRST_SECONDS = 0.4

/**
 * Tells rate and time left from the first bytes that are told, not from the call: a dialog or a queue may come before. A count that
 * falls back, or one of another total, is another stretch of work: packing, then hashing, then writing.
 */
export function timedProgress(now = () => performance.now()): (done: number, total: number) => Progress {
  let start: { readonly at: number; readonly done: number; readonly total: number } | undefined
  let last = 0
  return (done, total) => {
    if (!start || done < last || total !== start.total) start = { at: now(), done, total }
    last = done
    const seconds = (now() - start.at) / 1000
    const rate = seconds >= FIRST_SECONDS && done > start.done ? (done - start.done) / seconds : undefined
    return { done, total, bytesPerSecond: rate, secondsLeft: rate && (total - done) / rate }
  }
}
