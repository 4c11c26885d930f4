import { download } from './download'
import { pickFolder } from './picker'
import { laidDown, type Saved } from './save'
import { checksumLists, partsOf } from './split'
import { writeFile } from './write'

/** One output that is to be cut. */
export interface Cutting {
  readonly name: string
  readonly make: () => Promise<Blob>
  readonly sums: (parts: readonly Blob[]) => Promise<{ whole: string; parts: readonly string[] }>
}

export interface PartsOptions {
  readonly gzip: boolean
  readonly partSize: number
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** How one output was saved, and the names of its parts; none where it fitted whole. */
export interface SavedInParts {
  readonly how: Saved
  readonly parts: readonly string[]
}

/** Outputs in parts with their checksums, into one folder or as downloads one after another. Call it within a click. */
export async function saveInParts(cuttings: readonly Cutting[], options: PartsOptions): Promise<SavedInParts[]> {
  const folder = await pickFolder()
  const saved: SavedInParts[] = []
  for (const cutting of cuttings) saved.push(await saveOne(cutting, folder, options))
  return saved
}

async function saveOne(
  { name, make, sums }: Cutting,
  folder: FileSystemDirectoryHandle | undefined,
  { gzip, partSize, onProgress, signal }: PartsOptions,
): Promise<SavedInParts> {
  const whole = await make()
  const onPacked = (bytes: number) => onProgress(bytes, whole.size)
  const blob = gzip ? await laidDown(whole, true, onPacked, signal) : whole
  const parts = blob.size > partSize ? partsOf(blob, name, partSize) : []
  const lists = parts.length > 0 ? checksumLists(name, parts, await sums(parts.map((part) => part.blob))) : []
  let before = 0
  for (const file of parts.length > 0 ? [...parts, ...lists] : [{ name, blob }]) {
    signal.throwIfAborted()
    if (!folder) {
      download(file.blob, file.name)
      continue
    }
    const onWritten = (bytes: number) => onProgress(before + bytes, blob.size)
    await writeFile(await folder.getFileHandle(file.name, { create: true }), file.blob, false, onWritten, signal)
    before += file.blob.size
  }
  return { how: folder ? 'file' : 'download', parts: parts.map((part) => part.name) }
}
