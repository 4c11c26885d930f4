import { ArchiveError } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { LONGEST_NAME } from './json'

/** The archive's entries by name, with links followed: what a path in a manifest stands for. */
export interface Files {
  /** The file that a path names; undefined when there is none, or a name on the way is longer than any system takes. Throws on paths that leave the archive, and on link loops. */
  find(path: string): Entry | undefined
  /** Whether the entry of that name has no bytes of its own, only another's by a hardlink. */
  isHardlink(path: string): boolean
  /** Names that stand more than once; the last one counts, as when an engine unpacks. */
  readonly duplicates: ReadonlySet<string>
  /** The files of an entry's name that stand before it. */
  copiesOf(entry: Entry): readonly Entry[]
  /** Whether the path was found only by taking backslashes for slashes, as Windows does. */
  isByBackslash(path: string): boolean
}

const MOST_LINKS = 40

export function filesOf(tar: TarIndex): Files {
  const { byName, byWindows, earlier } = namesIn(tar)
  // What was found, and where links lead: a long name may be asked for ten thousand times.
  const found = new Map<string, Entry | undefined>()
  const targets = new Map<Entry, string>()

  function find(path: string): Entry | undefined {
    if (path.length > LONGEST_NAME) return undefined
    const name = clean(wellFormed(path))
    if (!found.has(name)) found.set(name, followed(name, path))
    return found.get(name)
  }

  function followed(name: string, path: string): Entry | undefined {
    let at = name
    for (let hops = 0; hops < MOST_LINKS; hops++) {
      const entry = byName.get(at) ?? byName.get(slashed(at)) ?? byWindows.get(slashed(at))
      if (entry?.type !== 'symlink' && entry?.type !== 'hardlink') return entry
      if (entry.link.length > LONGEST_NAME) return undefined
      at = targetOf(entry, at)
    }
    throw new ArchiveError('link-loop', { file: tar.name, entry: path })
  }

  function targetOf(entry: Entry, at: string): string {
    const relative = entry.type === 'symlink' && !entry.link.startsWith('/')
    const target = targets.get(entry) ?? clean(`${relative ? directoryOf(at) : ''}${entry.link}`)
    targets.set(entry, target)
    return target
  }

  function clean(path: string): string {
    const name = normalized(path)
    if (name === undefined) throw new ArchiveError('unsafe-path', { file: tar.name, entry: path })
    return name
  }

  const isHardlink = (path: string) => byName.get(clean(path))?.type === 'hardlink'

  const copiesOf = (entry: Entry) =>
    (earlier.get(normalized(entry.name) ?? '') ?? []).filter(({ type }) => type === 'file')

  function isByBackslash(path: string): boolean {
    if (path.length > LONGEST_NAME) return false
    const name = clean(wellFormed(path))
    return !byName.has(name) && (byName.has(slashed(name)) || byWindows.has(slashed(name)))
  }

  return { find, isHardlink, duplicates: new Set(earlier.keys()), copiesOf, isByBackslash }
}

/** The entries by their names, as Windows reads the names with backslashes, and those of a name that stand before its last. */
function namesIn({ entries }: TarIndex) {
  const byName = new Map<string, Entry>()
  const byWindows = new Map<string, Entry>()
  const earlier = new Map<string, Entry[]>()
  for (const entry of entries) {
    const name = normalized(entry.name)
    if (name === undefined || name.length > LONGEST_NAME || entry.type === 'directory' || entry.type === 'other')
      continue
    const before = byName.get(name)
    const copies = earlier.get(name)
    if (before && copies) copies.push(before)
    else if (before) earlier.set(name, [before])
    byName.set(name, entry)
    const windows = name.includes('\\') ? normalized(slashed(name)) : undefined
    if (windows !== undefined) byWindows.set(windows, entry)
  }
  return { byName, byWindows, earlier }
}

/** What a name stands for, however it is written: `./a`, `/a`, `.//a` and `x/../a` are `a`. */
export const plainPath = (name: string) => normalized(name) ?? name

/** As engines read JSON: half a character is none. A name in the archive that is no UTF-8 can't be written there. */
const wellFormed = (path: string) => path.replace(/\p{Cs}/gu, '\ufffd')

/** As Windows reads a path: engines there write both. */
export const slashed = (path: string) => path.replaceAll('\\', '/')

const directoryOf = (name: string) => name.slice(0, name.lastIndexOf('/') + 1)

/** The path from the archive's root, without `.`, `..` and doubled slashes; undefined when it leaves the root. */
function normalized(path: string): string | undefined {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}
