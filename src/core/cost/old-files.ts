import { entriesOf } from '../delta/old-index'
import type { OldSpace } from '../delta/old-space'
import { pathOf } from '../layer/contents'
import { BlobSource } from '../tar/source'

/** A file of the old layers. Addresses as the space of all of them has them. */
export interface OldFile {
  readonly address: number
  readonly size: number
  readonly mtime: number
  /** The same for all that stand at one path. */
  readonly path: number
}

/** No image comes near so many, and nobody writes such paths. */
const MOST = { files: 1_000_000, path: 4096 } as const

/** The files of old layers, by path and by the place of their bytes. */
export class OldFiles {
  readonly space: OldSpace
  readonly #byPath = new Map<string, number>()
  /** A column each, ascending by address. */
  readonly #addresses: number[] = []
  readonly #sizes: number[] = []
  readonly #times: number[] = []
  readonly #paths: number[] = []

  static async read(space: OldSpace): Promise<OldFiles> {
    const files = new OldFiles(space)
    for (const { start, bytes } of space.sources)
      for await (const { name, type, start: at, size, mtime } of entriesOf(new BlobSource(bytes, '')))
        if (type === 'file') files.#add(pathOf(name), { address: start + at, size, mtime })
    return files
  }

  private constructor(space: OldSpace) {
    this.space = space
  }

  /** Of several at one path the first: layers come in the order of their likeness. */
  named(path: string): OldFile | undefined {
    const at = this.#byPath.get(path)
    return at === undefined ? undefined : this.#at(at)
  }

  /** Whose bytes begin there. */
  beginningAt(address: number): OldFile | undefined {
    let [low, high] = [0, this.#addresses.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#addresses[middle]! < address) low = middle + 1
      else high = middle
    }
    return this.#addresses[low] === address ? this.#at(low) : undefined
  }

  #at(at: number): OldFile {
    const [address, size] = [this.#addresses[at]!, this.#sizes[at]!]
    return { address, size, mtime: this.#times[at]!, path: this.#paths[at]! }
  }

  #add(path: string, { address, size, mtime }: Omit<OldFile, 'path'>): void {
    const at = this.#addresses.length
    if (at >= MOST.files || path.length > MOST.path) return
    const first = this.#byPath.get(path) ?? at
    if (first === at) this.#byPath.set(path, at)
    this.#addresses.push(address)
    this.#sizes.push(size)
    this.#times.push(mtime)
    this.#paths.push(first)
  }
}
