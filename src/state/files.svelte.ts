import { untrack } from 'svelte'
import type { FileView } from '../core/view/file-view'
import { withRoles } from './roles'
import type { Item, Role } from '../model/item'
import type { Progress } from '../model/progress'
import { openItem } from './jobs/opening'
import { spools } from '../storage/opfs/scratch'
import type { Running } from './jobs/running'
import type { Client } from '../worker/main/client'

/** Who hears of what becomes of the files. */
export interface FilesWatch {
  /** Files came, went, or were read: plans may be due. */
  onChange(): void
  /** What was known of a file holds no more: it was removed, or has another role. */
  onStale(id: string): void
}

/** The files that the user gave, on both sides: opened, moved, removed. */
export class Files {
  items = $state.raw<readonly Item[]>([])
  readonly bases = $derived(this.items.filter(({ role }) => role === 'base'))
  readonly targets = $derived(this.items.filter(({ role }) => role === 'target'))
  /** What the bases turned out to be, as far as they are read. */
  readonly basesRead = $derived(
    this.bases.flatMap(({ id, state }) => (state.kind === 'ready' ? [{ id, view: state.view }] : [])),
  )

  readonly #running: Running
  readonly #client: () => Client
  readonly #watch: FilesWatch
  #ids = 0

  constructor(running: Running, client: () => Client, watch: FilesWatch) {
    this.#running = running
    this.#client = client
    this.#watch = watch
  }

  item(id: string): Item | undefined {
    return untrack(() => this.items).find((item) => item.id === id)
  }

  update(id: string, change: (item: Item) => Item): void {
    this.items = untrack(() => this.items).map((item) => (item.id === id ? change(item) : item))
  }

  add(files: Iterable<File>, role?: Role): void {
    const items = [...files].map((file): Item => {
      return {
        id: this.#newId(),
        name: file.name,
        file,
        role: role ?? 'target',
        pinned: role !== undefined,
        state: { kind: 'reading' },
      }
    })
    this.items = [...this.items, ...items]
    this.#watch.onChange()
    for (const item of items) void this.open(item)
  }

  remove(id: string): void {
    this.#running.cancel(id)
    const spool = this.item(id)?.spool
    if (spool) void spools.release(spool)
    this.items = this.items.filter((item) => item.id !== id)
    this.#watch.onStale(id)
    void this.#client().close(id)
    this.#watch.onChange()
  }

  /** To the other side, by the user's own hand. */
  move(id: string): void {
    this.update(id, (item) => ({ ...item, pinned: true, role: item.role === 'base' ? 'target' : 'base' }))
    this.#watch.onStale(id)
    const item = this.item(id)
    if (item && needsBytes(item)) void this.open(item)
    else this.#watch.onChange()
  }

  /** The file behind it is another now. */
  replace(id: string, file: File): void {
    this.update(id, (item) => ({ ...item, file, name: file.name }))
    const item = this.item(id)
    if (item) void this.open(item)
  }

  /** Of a zip with several archives, those that are meant. */
  choose(id: string, members: readonly string[]): void {
    const item = this.item(id)
    const [first, ...others] = members
    if (!item || first === undefined) return
    const pick = (from: Item, member: string): Item => {
      return { ...from, member, name: member.split('/').at(-1) ?? member, state: { kind: 'reading' } }
    }
    const added = others.map((member) => pick({ ...item, id: this.#newId() }, member))
    this.update(id, (now) => pick(now, first))
    this.items = [...this.items, ...added]
    for (const one of [this.item(id), ...added]) if (one) void this.open(one)
  }

  /** Those that were open in a worker that died are opened again. */
  reopen(): void {
    for (const item of this.items.filter(({ state }) => state.kind === 'ready')) void this.open(item)
  }

  /** A packed base went by and left no bytes; they are asked for now. */
  async withBytes(id: string): Promise<void> {
    const item = this.item(id)
    if (item && isBare(item)) await this.open(item, true)
  }

  async open(item: Item, keep = item.role === 'target'): Promise<void> {
    const { id } = item
    const show = (progress?: Progress) =>
      this.update(id, (now) => ({ ...now, state: { kind: 'reading', ...(progress ? { progress } : {}) } }))
    show()
    this.#watch.onChange()
    const opening = await this.#running.run(
      id,
      (onProgress, signal) => openItem(this.#client(), item, keep, onProgress, signal),
      show,
      item.name,
    )
    if (opening === 'cancelled') {
      this.items = this.items.filter((other) => other.id !== id)
      void this.#client().close(id)
    } else if ('kind' in opening) this.update(id, (now) => ({ ...now, state: opening }))
    else this.update(id, (now) => ({ ...now, ...opening }))
    if (item.spool) void spools.release(item.spool)
    this.items = withRoles(this.items)
    const now = this.item(id)
    // Its role was found out only now, and asks for bytes that were let go by.
    if (now && needsBytes(now)) return this.open(now)
    this.#watch.onChange()
  }

  #newId(): string {
    return `file-${++this.#ids}`
  }
}

export const isSite = (view: FileView, name: string) => view.kind === 'site' && view.name === name

/** Packed and opened as a base: its layers went by and were not kept. */
const isBare = ({ packed, spool, state }: Item) => state.kind === 'ready' && packed === true && spool === undefined

const needsBytes = (item: Item) => item.role === 'target' && isBare(item)
