import { faultOf } from '../core/errors'
import { untrack } from 'svelte'
import type { PackingList } from '../core/list/packing-list'
import type { FileView } from '../core/view/file-view'
import type { Item, Role } from '../model/item'
import type { Progress } from '../model/progress'
import { spools } from '../storage/opfs/scratch'
import type { MainApi } from '../worker/main/api'
import { openItem, type Opening } from './jobs/opening'
import { Running, type Outcome } from './jobs/running'
import { knownView, withRoles } from './roles'

/** What a file holds, as far as it is known. */
interface Known {
  readonly id: string
  readonly view: FileView
}

/** A packing list that was given. */
export interface Listed {
  readonly id: string
  readonly name: string
  readonly list: PackingList
}

/** The files that the user gave, on both sides: opened, moved, removed. */
export class Files {
  items = $state.raw<readonly Item[]>([])
  readonly bases = $derived(this.items.filter(({ role }) => role === 'base'))
  readonly targets = $derived(this.items.filter(({ role, state }) => role === 'target' && state.kind !== 'listed'))
  /** What says which images are to be sent, and holds none. */
  readonly lists = $derived(
    this.items.flatMap(({ id, name, state }): Listed[] =>
      state.kind === 'listed' ? [{ id, name, list: state.list }] : [],
    ),
  )
  /** The bases that are read. */
  readonly basesRead = $derived(
    this.bases.flatMap(({ id, state }): Known[] => (state.kind === 'ready' ? [{ id, view: state.view }] : [])),
  )
  /** Those too that are being read anew. */
  readonly basesKnown = $derived(
    this.bases.flatMap(({ id, state }): Known[] => {
      const view = knownView(state)
      return view ? [{ id, view }] : []
    }),
  )

  /** Takes what is nothing to plan with. */
  elsewhere: (file: File) => Promise<boolean> = async () => false
  readonly #door: MainApi
  readonly #running = new Running()
  #ids = 0
  /** How often a worker died, and whatever it had opened with it. */
  deaths = 0

  constructor(door: MainApi) {
    this.#door = door
  }

  item(id: string): Item | undefined {
    return untrack(() => this.items).find((item) => item.id === id)
  }

  add(files: Iterable<File>, role?: Role): void {
    const items = [...files].map((file) => this.#itemOf(file, role))
    this.items = [...this.items, ...items]
    for (const item of items) void this.#open(item)
  }

  /** Files that the system hands over by reference: what can't be had is shown as a file that failed. */
  async addHandles(handles: readonly Pick<FileSystemFileHandle, 'name' | 'getFile'>[]): Promise<void> {
    for (const handle of handles) await this.#addRead(handle.name, async () => [await handle.getFile()])
  }

  /** What was dropped, folders among it: what lies in them is added. */
  async addDropped(entries: readonly FileSystemEntry[], role?: Role): Promise<void> {
    const { filesOf } = await import('./jobs/folders')
    for (const entry of entries) await this.#addRead(entry.name, () => filesOf(entry, this.#sha256), role)
  }

  /** All files of a folder that was picked. */
  async addFolder(files: readonly File[], role: Role): Promise<void> {
    const { filesOfPicked } = await import('./jobs/folders')
    const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? []
    await this.#addRead(name, () => filesOfPicked(files, this.#sha256), role)
  }

  #sha256 = async (bytes: Blob) => (await this.#door.checksums([bytes], () => {}, new AbortController().signal)).whole

  async #addRead(name: string, read: () => Promise<readonly File[]>, role?: Role): Promise<void> {
    try {
      this.add(await read(), role)
    } catch (thrown) {
      const item = this.#itemOf(new File([], name), role)
      this.items = [...this.items, { ...item, state: { kind: 'failed', fault: faultOf(thrown, name) } }]
    }
  }

  remove(id: string): void {
    this.#running.cancel(id)
    const spool = this.item(id)?.spool
    if (spool) void spools.release(spool)
    this.items = this.items.filter((item) => item.id !== id)
    this.#close(id)
  }

  /** To the other side, by the user's own hand. */
  move(id: string): void {
    this.#update(id, (item) => ({ ...item, pinned: true, role: item.role === 'base' ? 'target' : 'base' }))
    const item = this.item(id)
    if (item && needsBytes(item)) void this.#open(item)
  }

  /** The file behind it is another now. */
  replace(id: string, file: File): void {
    this.#update(id, (item) => ({ ...item, file, name: file.name, edition: item.edition + 1 }))
    this.retry(id)
  }

  /** Of several platforms one alone, or all of them. */
  choosePlatform(id: string, only: string | undefined): void {
    this.#update(id, (item) => ({ ...item, only }))
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
    this.#update(id, (now) => pick(now, first))
    this.items = [...this.items, ...added]
    for (const one of [this.item(id), ...added]) if (one) void this.#open(one)
  }

  cancel(id: string): void {
    this.#running.cancel(id)
  }

  /** What failed is tried once more. */
  retry(id: string): void {
    const item = this.item(id)
    if (item) void this.#open(item)
  }

  /** Those that were open in a worker that died are opened again; one that it died of is not. */
  reopen(): void {
    this.deaths++
    for (const item of this.items.filter(({ state }) => state.kind === 'ready')) void this.#open(item)
  }

  /** A packed base went by and left no bytes; they are asked for now. */
  async withBytes(id: string): Promise<void> {
    const item = this.item(id)
    if (item && isBare(item)) await this.#open(item, true)
  }

  async #open(item: Item, keep = item.role === 'target'): Promise<void> {
    const { id } = item
    const was = knownView(item.state)
    const show = (progress?: Progress) =>
      this.#update(id, (now) => ({ ...now, state: { kind: 'reading', progress, was } }))
    show()
    const opened = await this.#running.run(
      id,
      async (onProgress, signal) => {
        // Whoever takes it, here it is gone, as if it had been cancelled.
        if (isJson(item) && (await this.elsewhere(item.file))) throw new DOMException('taken', 'AbortError')
        return openItem(this.#door, item, keep, onProgress, signal)
      },
      show,
      item.name,
    )
    if (opened.kind === 'replaced') return
    this.#opened(id, opened)
    if (item.spool) void spools.release(item.spool)
    // Its role was found out only now, and asks for bytes that were let go by.
    const now = this.item(id)
    if (now && needsBytes(now)) await this.#open(now)
  }

  #opened(id: string, opened: Exclude<Outcome<Opening>, { kind: 'replaced' }>): void {
    if (opened.kind === 'cancelled') this.items = this.items.filter((item) => item.id !== id)
    else if (opened.kind === 'failed') this.#update(id, (now) => ({ ...now, spool: undefined, state: opened }))
    else this.#update(id, (now) => ({ ...now, ...opened.value }))
    // It may have been removed while it was read.
    if (!this.item(id)) this.#close(id)
    this.items = withRoles(this.items)
  }

  /** A worker that has died holds nothing any more. */
  #close(id: string): void {
    this.#door.close(id).catch(() => {})
  }

  #update(id: string, change: (item: Item) => Item): void {
    this.items = untrack(() => this.items).map((item) => (item.id === id ? change(item) : item))
  }

  #itemOf(file: File, role?: Role): Item {
    return {
      id: this.#newId(),
      name: file.name,
      file,
      edition: 1,
      role: role ?? 'target',
      pinned: role !== undefined,
      state: { kind: 'reading' },
    }
  }

  #newId(): string {
    return `file-${++this.#ids}`
  }
}

const isJson = ({ file }: Item) => /\.json$/i.test(file.name)

/** Packed and opened as a base: its layers went by and were not kept. */
const isBare = ({ packed, spool, state }: Item) => state.kind === 'ready' && packed === true && spool === undefined

const needsBytes = (item: Item) => item.role === 'target' && isBare(item)

export const isSite = (view: FileView, name: string) => view.kind === 'site' && view.name === name
