import { foldersOf, type Folder } from './folders'
import type { Cost, FileCost } from './group'
import type { KindId } from './kinds'
import { above, type Tally } from './tally'

/**
 * What some of the carried bytes are. Rows share no file, so that they add up.
 * `rest`: of a folder, what is in no other row.
 */
export type CostRow = Cost &
  (
    | { readonly what: 'file'; readonly file: FileCost }
    | { readonly what: 'folder' | 'rest'; readonly path: string; readonly top: readonly FileCost[] }
    | { readonly what: 'kind'; readonly kind: KindId; readonly top: readonly FileCost[] }
    | { readonly what: 'headers' }
  )

/** More nobody reads. */
const MOST_ROWS = 10
const MOST_FILES = 10

/** Of all that is carried: what has less has no row, or none of its own beside the folder that it lies in. */
const SHARE = { least: 0.01, apart: 0.03 } as const

/** Of its folder: what has less is one of many. */
const PART = 0.1

/** Folders of everything: to name them says nothing. */
const UNTELLING = new Set(
  ['', 'usr', 'usr/lib', 'usr/share', 'usr/local', 'usr/local/lib', 'usr/local/share', 'var'].concat('var/lib'),
)

/** The rows that explain most, the costliest first. */
export function rowsOf(tally: Tally): CostRow[] {
  const isWorth = ({ cost }: Cost) => cost > 0 && cost >= SHARE.least * tally.cost
  const kinds = [...tally.kinds].map(([kind, { sum, top }]): CostRow => ({ what: 'kind', kind, ...costOf(sum), top }))
  const headers: CostRow = { what: 'headers', ...costOf(tally.headers) }
  const known = [...kinds, headers].filter(isWorth)
  const places = new Places(tally)
  while (known.length + places.rows().filter(isWorth).length < MOST_ROWS && places.part());
  return [...known, ...places.rows().filter(isWorth)].sort((one, other) => other.cost - one.cost).slice(0, MOST_ROWS)
}

/** A folder that is told, and what of it is told apart. */
interface Told {
  /** What it comes to now. */
  rows: readonly CostRow[]
  readonly folder: Folder
  /** What may be told apart yet, the costliest first. */
  readonly within: (Folder | FileCost)[]
  readonly folders: Folder[]
  readonly files: FileCost[]
}

/** Files of no kind: told by one folder, then step by step by more of them, and by single files. */
class Places {
  readonly #tally: Tally
  readonly #folderAt: (path: string) => Folder
  readonly #told: Told[]

  constructor(tally: Tally) {
    this.#tally = tally
    this.#folderAt = foldersOf(tally.folders)
    this.#told = [this.#opened(this.#folderAt(''))]
  }

  /** Tells the costliest apart that is not yet. */
  part(): boolean {
    const from = this.#told.reduce((most, one) => (costOfFirst(one) > costOfFirst(most) ? one : most))
    const next = from.within.shift()
    if (!next) return false
    if ('fate' in next) from.files.push(next)
    else {
      from.folders.push(next)
      this.#told.push(this.#opened(next))
    }
    from.rows = this.#rowsOf(from)
    return true
  }

  rows(): CostRow[] {
    return this.#told.flatMap(({ rows }) => rows)
  }

  #opened(folder: Folder): Told {
    const least = Math.max(SHARE.apart * this.#tally.cost, UNTELLING.has(folder.path) ? 0 : PART * folder.cost)
    const files = this.#tally.files.top.filter(({ path }) => above(path) === folder.path)
    const within = [...folder.folders.map(this.#folderAt), ...files]
      .filter(({ cost }) => cost > 0 && cost >= least)
      .sort((one, other) => other.cost - one.cost)
    const told = { folder, within, folders: [], files: [] }
    return { ...told, rows: this.#rowsOf(told) }
  }

  #rowsOf({ folder, folders, files }: Omit<Told, 'rows'>): CostRow[] {
    const { path } = folder
    const taken = [...folders, ...files.map(sumOf)]
    const rows = files.map(fileRow)
    // What lies about at the root is told with everything else.
    if (path === '' && taken.length > 0) return rows
    const apart = (file: FileCost) => files.includes(file) || folders.some((one) => isIn(file.path, one.path))
    const top = this.#tally.files.top.filter((file) => isIn(file.path, path) && !apart(file))
    const what = taken.length > 0 ? 'rest' : 'folder'
    return [...rows, { what, path, ...costOf(taken.reduce(without, folder)), top: top.slice(0, MOST_FILES) }]
  }
}

const costOfFirst = ({ within: [first] }: Told) => first?.cost ?? 0

const fileRow = (file: FileCost): CostRow => ({ what: 'file', ...sumOf(file), file })

const isIn = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`)

const sumOf = ({ size, cost }: FileCost): Cost => ({ files: 1, size, cost })

const costOf = ({ files, size, cost }: Cost): Cost => ({ files, size, cost })

const without = (all: Cost, one: Cost): Cost => ({
  files: all.files - one.files,
  size: all.size - one.size,
  cost: all.cost - one.cost,
})
