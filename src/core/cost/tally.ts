import { fates, type EntryCost, type Fate } from './entry-cost'
import { Group, Sum } from './group'
import { kindOf, type KindId } from './kinds'

/** How many of the costliest files are known each for itself. */
const TOP = { overall: 200, ofKind: 10 } as const

/** No image comes near so many; beyond, files count for a folder above. */
const MOST_FOLDERS = 100_000

/** What carried bytes are, summed up: by what became of the files, by their kind, by their folders. */
export class Tally {
  readonly fates: Readonly<Record<Fate, Sum>> = {
    added: new Sum(),
    changed: new Sum(),
    moved: new Sum(),
    unchanged: new Sum(),
  }
  /** What is carried around files that were there before: headers, and those of folders and links. */
  readonly headers = new Sum()
  /** Of files whose bytes are as they were: how many have another time. */
  retimed = 0
  readonly kinds = new Map<KindId, Group>()
  /** Of files of no kind, what lies in each folder itself. */
  readonly folders = new Map<string, Sum>()
  readonly files = new Group(TOP.overall)
  /** Whether they come from packages of dpkg. */
  hasDpkg = false

  add(entry: EntryCost): void {
    const { path, fate, size } = entry
    if (path.startsWith('var/lib/dpkg/')) this.hasDpkg = true
    if (entry.isRetimed) this.retimed++
    const around = aroundOf(entry)
    if (around > 0) this.headers.add(1, 0, around)
    if (!fate) return
    const cost = entry.header.cost + entry.data.cost - around
    this.fates[fate].add(1, size, cost)
    if (cost === 0) return
    const file = { path, fate, size, cost }
    const kind = kindOf(path)
    if (kind) return this.#kind(kind).add(file)
    this.files.add(file)
    this.#folder(path).add(1, size, cost)
  }

  get cost(): number {
    return this.headers.cost + fates.reduce((sum, fate) => sum + this.fates[fate].cost, 0)
  }

  /** @param factor by which the other's costs are told too low. */
  merge(other: Tally, factor: number): void {
    for (const fate of fates) this.fates[fate].merge(other.fates[fate], factor)
    this.headers.merge(other.headers, factor)
    this.retimed += other.retimed
    for (const [kind, group] of other.kinds) this.#kind(kind).merge(group, factor)
    for (const [path, sum] of other.folders) this.#folder(`${path}/`).merge(sum, factor)
    this.files.merge(other.files, factor)
    this.hasDpkg ||= other.hasDpkg
  }

  #kind(kind: KindId): Group {
    const known = this.kinds.get(kind) ?? new Group(TOP.ofKind)
    this.kinds.set(kind, known)
    return known
  }

  /** The one that holds a path, or, where there are too many, one that holds that. */
  #folder(path: string): Sum {
    let folder = folderOf(path)
    while (folder !== '' && !this.folders.has(folder) && this.folders.size >= MOST_FOLDERS) folder = above(folder)
    const known = this.folders.get(folder) ?? new Sum()
    this.folders.set(folder, known)
    return known
  }
}

/** Nobody writes deeper paths: what lies further down counts for the folder there. */
const DEEPEST = 64

function folderOf(path: string): string {
  const folder = above(path)
  let end = 0
  for (let level = 0; level < DEEPEST; level++) {
    const slash = folder.indexOf('/', end + 1)
    if (slash < 0) return folder
    end = slash
  }
  return folder.slice(0, end)
}

export const above = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Of a new file its header is a part; of one whose bytes are there already, and of what is no file, there is nothing else. */
function aroundOf({ fate, header, data }: EntryCost): number {
  if (fate === undefined || (fate === 'unchanged' && data.literal === 0)) return header.cost + data.cost
  return fate === 'added' || fate === 'moved' ? 0 : header.cost
}
