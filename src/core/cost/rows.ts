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

/** Of all that is carried: what has less has no row, and a file that has more always has its own. */
const SHARE = { least: 0.01, large: 0.1 } as const

/** Of its folder: what has more explains it, and what is large besides is worth telling apart. */
const PART = { explains: 0.6, apart: 0.25 } as const

/** Folders of everything: to name them says nothing. */
const UNTELLING = new Set([
  '',
  'usr',
  'usr/lib',
  'usr/share',
  'usr/local',
  'usr/local/lib',
  'usr/local/share',
  'var',
  'var/lib',
])

/** The rows that explain most, the costliest first. */
export function rowsOf(tally: Tally): CostRow[] {
  const kinds = [...tally.kinds].map(([kind, { sum, top }]): CostRow => ({ what: 'kind', kind, ...costOf(sum), top }))
  const headers: CostRow = { what: 'headers', ...costOf(tally.headers) }
  return [...kinds, headers, ...placed(tally)]
    .filter(({ cost }) => cost > 0 && cost >= SHARE.least * tally.cost)
    .sort((one, other) => other.cost - one.cost)
    .slice(0, MOST_ROWS)
}

/** Files and folders, from the root down: what stands out of its folder has its own row, and the rest has one for all of it. */
function placed({ cost: total, folders, files }: Tally): CostRow[] {
  const folderAt = foldersOf(folders)
  const rows: CostRow[] = []
  const waiting = ['']
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const folder = folderAt(path)
    const inside = files.top.filter((file) => isIn(file.path, folder.path))
    const apart = folder.folders.map(folderAt).filter((one) => standsOut(one, folder, total))
    const alone = inside.filter((file) => above(file.path) === folder.path && isAlone(file, folder, total))
    waiting.push(...apart.map(({ path }) => path))
    rows.push(...alone.map((file): CostRow => ({ what: 'file', ...costOf(sumOf(file)), file })))
    const taken = [...apart, ...alone.map(sumOf)]
    // What lies about at the root is told with everything else.
    if (path === '' && taken.length > 0) continue
    const top = inside.filter((file) => !alone.includes(file) && !apart.some(({ path }) => isIn(file.path, path)))
    const rest = taken.reduce(without, folder)
    rows.push({ what: taken.length > 0 ? 'rest' : 'folder', path, ...costOf(rest), top: top.slice(0, MOST_FILES) })
  }
  return rows
}

function standsOut(one: Cost, within: Folder, total: number): boolean {
  if (one.cost < SHARE.least * total) return false
  if (UNTELLING.has(within.path) || one.cost >= PART.explains * within.cost) return true
  return one.cost >= SHARE.large * total && one.cost >= PART.apart * within.cost
}

function isAlone(one: FileCost, within: Folder, total: number): boolean {
  if (one.cost < SHARE.least * total) return false
  return UNTELLING.has(within.path) || one.cost >= SHARE.large * total || one.cost >= PART.explains * within.cost
}

const isIn = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`)

const sumOf = ({ size, cost }: FileCost): Cost => ({ files: 1, size, cost })

const costOf = ({ files, size, cost }: Cost): Cost => ({ files, size, cost })

const without = (all: Cost, one: Cost): Cost => ({
  files: all.files - one.files,
  size: all.size - one.size,
  cost: all.cost - one.cost,
})
