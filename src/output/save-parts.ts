import { download } from './download'
import { pickFolder } from './picker'
import { laidDown, type Saved } from './save'
import { checksumLists, partsOf } from './split'
import { writeFile } from './write'

export interface SavePartsRequest {
  readonly name: string
  readonly gzip: boolean
  readonly partSize: number
  readonly make: () => Promise<Blob>
  readonly sums: (parts: readonly Blob[]) => Promise<{ whole: string; parts: readonly string[] }>
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Parts of one file and their checksums, into a folder or as downloads one after another. Call it within a click. */
export async function saveInParts(request: SavePartsRequest): Promise<{ how: Saved; parts: readonly string[] }> {
  const { name, gzip, partSize, make, sums, onProgress, signal } = request
  const folder = await pickFolder()
  const whole = await make()
  const onPacked = (bytes: number) => onProgress(bytes, whole.size)
  const blob = gzip ? await laidDown(whole, true, onPacked, signal) : whole
  const parts = partsOf(blob, name, partSize)
  const files = [...parts, ...checksumLists(name, parts, await sums(parts.map((part) => part.blob)))]
  let before = 0
  for (const file of files) {
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
