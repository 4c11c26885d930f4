import { download } from './download'
import { pickFolder } from './picker'
import { downloadable, type Ready } from './save'
import type { Saved } from '../model/job'
import { checksumLists, partsOf } from './split'
import { readingFrom, writeFile } from './write'

/** One output that is to be cut. */
export interface Cutting {
  readonly name: string
  /** The file that it is made of, as errors name it. */
  readonly source: string
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
  for (const cutting of cuttings) saved.push(await readingFrom(cutting.source, () => saveOne(cutting, folder, options)))
  return saved
}

async function saveOne(
  { name, make, sums }: Cutting,
  folder: FileSystemDirectoryHandle | undefined,
  options: PartsOptions,
): Promise<SavedInParts> {
  const { gzip, partSize, onProgress, signal } = options
  const whole = await make()
  const onPacked = (bytes: number) => onProgress(bytes, whole.size)
  const ready: Ready = folder && !gzip ? { blob: whole } : await downloadable(whole, gzip, onPacked, signal)
  const { blob, forget } = ready
  const parts = blob.size > partSize ? partsOf(blob, name, partSize) : []
  const lists = parts.length > 0 ? checksumLists(name, parts, await sums(parts.map((part) => part.blob))) : []
  const files = parts.length > 0 ? [...parts, ...lists] : [{ name, blob }]
  if (folder) await writeAll(folder, files, options).finally(forget)
  else for (const [at, file] of files.entries()) download(file.blob, file.name, at === 0 ? forget : undefined)
  return { how: folder ? 'file' : 'download', parts: parts.map((part) => part.name) }
}

/** Parts without the others are half a file: where one fails, or it is cancelled, those before it go too. */
async function writeAll(
  folder: FileSystemDirectoryHandle,
  files: readonly { readonly name: string; readonly blob: Blob }[],
  { onProgress, signal }: PartsOptions,
): Promise<void> {
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0)
  const written: string[] = []
  let before = 0
  try {
    for (const { name, blob } of files) {
      const onWritten = (bytes: number) => onProgress(before + bytes, total)
      await writeFile(await folder.getFileHandle(name, { create: true }), blob, false, onWritten, signal)
      written.push(name)
      before += blob.size
    }
  } catch (thrown) {
    for (const name of written) await folder.removeEntry(name).catch(() => {})
    throw thrown
  }
}
