import type { Saved } from '../model/job'
import { download } from './download'
import { downloadable, type Ready } from './downloadable'
import type { Output, Save } from './output'
import { pickFolder } from './picker'
import { checksumLists, partsOf } from './split'
import { readingFrom, writeFile } from './write'

/** A save in parts of so many bytes, with their checksums. */
export interface SaveInParts extends Save {
  readonly partSize: number
  readonly sumsOf: (parts: readonly Blob[]) => Promise<{ whole: string; parts: readonly string[] }>
}

/** How one output was saved, and the names of its parts; none where it fitted whole. */
export interface SavedInParts {
  readonly id: string
  readonly name: string
  readonly how: Saved
  readonly parts: readonly string[]
}

type Folder = FileSystemDirectoryHandle

/** Outputs in parts with their checksums, into one folder or as downloads one after another. Call it within a click. */
export async function saveInParts(outputs: readonly Output[], save: SaveInParts): Promise<SavedInParts[]> {
  const folder = await pickFolder()
  const saved: SavedInParts[] = []
  for (const output of outputs)
    try {
      saved.push(await readingFrom(output.source, () => saveOne(output, folder, save)))
    } catch (thrown) {
      output.forget?.()
      throw thrown
    }
  return saved
}

async function saveOne(output: Output, folder: Folder | undefined, save: SaveInParts): Promise<SavedInParts> {
  const { id, name, make, forget: forgetSource } = output
  const { gzip, partSize, sumsOf, onProgress, signal } = save
  const whole = await make(onProgress, signal)
  const onPacked = (bytes: number) => onProgress(bytes, whole.size)
  const ready: Ready = folder && !gzip ? { blob: whole } : await downloadable(whole, gzip, onPacked, signal)
  const { blob } = ready
  if (blob !== whole) forgetSource?.()
  const forget = ready.forget ?? forgetSource
  const parts = blob.size > partSize ? partsOf(blob, name, partSize) : []
  const blobs = parts.map((part) => part.blob)
  const lists = parts.length > 0 ? checksumLists(name, parts, await sumsOf(blobs)) : []
  const files = parts.length > 0 ? [...parts, ...lists] : [{ name, blob }]
  if (folder) await writeAll(folder, files, save).finally(forget)
  else for (const [at, file] of files.entries()) download(file.blob, file.name, at === 0 ? forget : undefined)
  return { id, name, how: folder ? 'file' : 'download', parts: parts.map((part) => part.name) }
}

/** Parts without the others are half a file: where one fails, or it is cancelled, those before it go too. */
async function writeAll(
  folder: Folder,
  files: readonly { readonly name: string; readonly blob: Blob }[],
  { onProgress, signal }: Save,
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
