import { ArchiveError } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'

/** The archive's entries by name, with links followed: what a path in a manifest stands for. */
export interface Files {
  /** The file that a path names; undefined when there is none. Throws on paths that leave the archive, and on link loops. */
  find(path: string): Entry | undefined
  /** Whether the entry of that name has no bytes of its own, only another's by a hardlink. */
  isHardlink(path: string): boolean
  /** Names that stand more than once; the last one counts, as when an engine unpacks. */
  readonly duplicates: ReadonlySet<string>
}

const MOST_LINKS = 40

export function filesOf(tar: TarIndex): Files {
  const byName = new Map<string, Entry>()
  const duplicates = new Set<string>()
  for (const entry of tar.entries) {
    const name = normalized(entry.name)
    if (name === undefined || entry.type === 'directory' || entry.type === 'other') continue
    if (byName.has(name)) duplicates.add(name)
    byName.set(name, entry)
  }

  function find(path: string): Entry | undefined {
    let at = clean(path)
    for (let hops = 0; hops < MOST_LINKS; hops++) {
      const entry = byName.get(at)
      if (entry?.type === 'symlink') at = clean(`${entry.link.startsWith('/') ? '' : directoryOf(at)}${entry.link}`)
      else if (entry?.type === 'hardlink') at = clean(entry.link)
      else return entry
    }
    throw new ArchiveError('link-loop', { file: tar.name, entry: path })
  }

  function clean(path: string): string {
    const name = normalized(path)
    if (name === undefined) throw new ArchiveError('unsafe-path', { file: tar.name, entry: path })
    return name
  }

  const isHardlink = (path: string) => byName.get(clean(path))?.type === 'hardlink'

  return { find, isHardlink, duplicates }
}

/** What a name stands for, however it is written: `./a`, `/a`, `.//a` and `x/../a` are `a`. */
export const plainPath = (name: string) => normalized(name) ?? name

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
