import type { Source } from '../tar/source'
import { walk, type Entry } from '../tar/walk'

export type FileType =
  'file' | 'folder' | 'symlink' | 'hardlink' | 'character-device' | 'block-device' | 'fifo' | 'sparse' | 'unknown'

/** What a layer puts at a path, as its tar header says it. */
export interface LayerFile {
  /** From the image's root, without a slash at either end. */
  readonly path: string
  readonly type: FileType
  /** A symlink's target as it stands; a hardlink's as a path. */
  readonly link: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly size: number
  /** Where its bytes begin in the layer's plain tar. */
  readonly start: number
}

/** A layer's changeset (OCI image-spec, "Image Layer Filesystem Changeset"). */
export interface LayerContents {
  /** By path; of several entries with one path the last counts, as when an engine unpacks them. */
  readonly files: ReadonlyMap<string, LayerFile>
  /** Paths of the layers below that whiteouts delete. */
  readonly deleted: ReadonlySet<string>
  /** Folders of which everything in the layers below is deleted ("Opaque Whiteout"). */
  readonly opaque: ReadonlySet<string>
  /** Whether entries were left out: more than anyone could look at, or names that no system takes. */
  readonly cut: boolean
}

/** No image comes near these. */
const MOST_ENTRIES = 1_000_000
const MOST_TEXT = 128 * 1024 * 1024

/** A folder's path is held where it is known, in the tree and in what stands below. */
const FOLDER = 4

/** Linux takes no longer path (PATH_MAX). */
const LONGEST_PATH = 4096

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'
/** Of AUFS's own: neither files nor deletions. */
const AUFS = '.wh..wh.'

/** Reads a layer's headers. @throws ArchiveError where the tar is damaged. */
export async function readLayer(
  source: Source,
  onEntry: (entry: Entry) => void | Promise<void> = () => {},
  mostEntries = MOST_ENTRIES,
): Promise<LayerContents> {
  const files = new Map<string, LayerFile>()
  const deleted = new Set<string>()
  const opaque = new Set<string>()
  const folders = new Set<string>()
  let entries = 0
  let text = 0
  let tooLong = false
  for await (const entry of walk(source)) {
    await onEntry(entry)
    // Global PAX records are an entry to tar, but nothing in a file system.
    if (entry.typeflag === 'g') continue
    if (entries >= mostEntries || text > MOST_TEXT) return { files, deleted, opaque, cut: true }
    const path = pathOf(entry.name)
    if (path === '') continue
    if (path.length > LONGEST_PATH) {
      tooLong = true
      continue
    }
    entries++
    text += path.length + entry.link.length + FOLDER * newFolders(path, folders)
    const name = path.slice(path.lastIndexOf('/') + 1)
    const folder = path.slice(0, Math.max(0, path.length - name.length - 1))
    if (name === OPAQUE) opaque.add(folder)
    else if (name.startsWith(AUFS)) continue
    else if (name.startsWith(WHITEOUT)) deleted.add(joined(folder, name.slice(WHITEOUT.length)))
    else files.set(path, toFile(path, entry))
  }
  return { files, deleted, opaque, cut: tooLong }
}

/** Every folder on the way to an entry becomes a line, whether or not the layer has an entry for it: the letters of their paths. */
function newFolders(path: string, known: Set<string>): number {
  let letters = 0
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end)
    if (known.has(folder)) break
    known.add(folder)
    letters += end
  }
  return letters
}

function toFile(path: string, entry: Entry): LayerFile {
  const type = typeOf(entry)
  return {
    path,
    type,
    link: linkOf(type, entry.link),
    mode: entry.mode & 0o7777,
    uid: entry.uid,
    gid: entry.gid,
    mtime: entry.mtime,
    size: entry.size,
    start: entry.start,
  }
}

function typeOf({ type, typeflag }: Entry): FileType {
  if (type === 'directory') return 'folder'
  if (type !== 'other') return type
  return OTHER_TYPES[typeflag] ?? 'unknown'
}

/** POSIX pax, "ustar Interchange Format". */
const OTHER_TYPES: Readonly<Record<string, FileType>> = { 3: 'character-device', 4: 'block-device', 6: 'fifo' }

function linkOf(type: FileType, link: string): string {
  if (type === 'hardlink') return pathOf(link).slice(0, LONGEST_PATH)
  return type === 'symlink' ? link.slice(0, LONGEST_PATH) : ''
}

export const joined = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)

/** What a folder holds and what it does not are told apart by these alone: `..` stops at the root, as in a chroot. */
export function pathOf(path: string): string {
  if (!NEEDS_CARE.test(path)) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** An empty part, `.` or `..` somewhere, or a slash at an end. */
const NEEDS_CARE = /(?:^|\/)\.{0,2}(?:\/|$)/
