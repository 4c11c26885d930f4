import type { Entry } from '../tar/walk'
import { pathOf } from '../layer/contents'
import type { EntryCost, Fate } from './entry-cost'
import type { OldFile, OldFiles } from './old-files'
import type { Share } from './weigher'

type Span = Pick<Entry, 'name' | 'type' | 'mtime' | 'at' | 'start' | 'size' | 'next'>

/** What stands behind the last entry, and what is no tar. */
const behind = (at: number): Span => ({
  name: '',
  type: 'other',
  mtime: 0,
  at,
  start: Infinity,
  size: 0,
  next: Infinity,
})

/** An entry of a new layer while its bytes go by. */
export class OpenEntry {
  readonly header: Share = { literal: 0, cost: 0 }
  readonly data: Share = { literal: 0, cost: 0 }
  readonly #span: Span
  /** Where its bytes would begin in the old layers, as long as all of them come from one place. */
  #origin: number | undefined
  #isOne = true
  #hasNew = false

  constructor(entry: Entry | undefined, at: number) {
    this.#span = entry ?? behind(at)
  }

  get next(): number {
    return this.#span.next
  }

  /** To whose account the bytes from `at` on go, and up to where. */
  partAt(at: number): { readonly share: Share; readonly end: number } {
    const { start, size, next } = this.#span
    if (at < start) return { share: this.header, end: start }
    return { share: this.data, end: at < start + size ? start + size : next }
  }

  /** Its bytes from `at` on are old ones, or, without an address, are not. */
  came(at: number, from: number | undefined): void {
    const { start, size } = this.#span
    if (at < start || at >= start + size) return
    if (from === undefined) this.#hasNew = true
    else if ((this.#origin ??= from - (at - start)) !== from - (at - start)) this.#isOne = false
  }

  async ended(fresh: Blob, old: OldFiles): Promise<EntryCost> {
    const { name, type, size, mtime } = this.#span
    const path = pathOf(name)
    const there = type === 'file' ? old.named(path) : undefined
    const fate = type === 'file' ? await this.#fate(there, fresh, old) : undefined
    const isRetimed = fate === 'unchanged' && there?.mtime !== mtime
    return { path, fate, size, isRetimed, header: this.header, data: this.data }
  }

  async #fate(there: OldFile | undefined, fresh: Blob, old: OldFiles): Promise<Fate> {
    const { start, size } = this.#span
    const same = this.#isOne && !this.#hasNew ? old.beginningAt(this.#origin ?? -1) : undefined
    const model = same?.size === size ? same : undefined
    if (!there) return model ? 'moved' : 'added'
    if (model?.path === there.path) return 'unchanged'
    if (there.size !== size || (this.#hasNew && this.#origin !== undefined)) return 'changed'
    // What the old layers have more than once may come from several places; and what is carried whole was never compared.
    return (await isSame(fresh.slice(start, start + size), old, there)) ? 'unchanged' : 'changed'
  }
}

const PIECE = 1024 * 1024

export async function isSame(fresh: Blob, { space }: OldFiles, { address, size }: OldFile): Promise<boolean> {
  for (let at = 0; at < size; at += PIECE) {
    const end = Math.min(at + PIECE, size)
    const one = new Uint8Array(await fresh.slice(at, end).arrayBuffer())
    const other = await space.read(address + at, address + end)
    if (one.length !== other.length || one.some((byte, place) => byte !== other[place])) return false
  }
  return true
}
