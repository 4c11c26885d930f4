import { ArchiveError } from '../../core/errors'
import { archivesInFolder, MOST_FILES, type FolderMember, type Sha256 } from '../../core/job/folder'

/** Folders within folders: nobody nests them deeper. */
const DEEPEST = 64

/** What is to be opened of what was dropped: a file, or what lies in a folder. */
export async function filesOf(entry: FileSystemEntry, sha256: Sha256): Promise<readonly File[]> {
  if (isFile(entry)) return [await fileOf(entry)]
  const members: FolderMember[] = []
  if (isFolder(entry)) await walk(entry, '', members, 0, entry.name)
  return inFolder(entry.name, members, sha256)
}

/** Of a folder that was picked: each file says where in it it lies. */
export function filesOfPicked(files: readonly File[], sha256: Sha256): Promise<readonly File[]> {
  const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? []
  return inFolder(
    name,
    files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
    sha256,
  )
}

async function inFolder(name: string, members: readonly FolderMember[], sha256: Sha256): Promise<readonly File[]> {
  const found = await archivesInFolder(name, members, sha256)
  return found.map(({ name, bytes }) => (bytes instanceof File ? bytes : new File([bytes], name)))
}

async function walk(
  folder: FileSystemDirectoryEntry,
  path: string,
  members: FolderMember[],
  depth: number,
  name: string,
): Promise<void> {
  if (depth > DEEPEST || members.length > MOST_FILES)
    throw new ArchiveError('folder-too-many', { file: name, expected: MOST_FILES })
  const reader = folder.createReader()
  // Some at a time; none when it is through.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((told, failed) => reader.readEntries(told, failed))
    if (entries.length === 0) return
    for (const entry of entries) {
      if (isFile(entry)) members.push({ path: path + entry.name, file: await fileOf(entry) })
      else if (isFolder(entry)) await walk(entry, `${path}${entry.name}/`, members, depth + 1, name)
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((told, failed) => entry.file(told, failed))
