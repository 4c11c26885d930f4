import { download } from './download'
import { pickFolder } from './picker'
import type { Ready } from './save'
import type { Saved } from '../model/job'
import { scratchFile } from '../storage/opfs/scratch'
import { readingFrom, writeFile, zipped } from './write'

export interface Output {
  readonly name: string
  /** The file that it is made of, as errors name it. */
  readonly source: string
  readonly blob: Blob
}

export interface SaveAllRequest {
  /** Of the zip that stands for a folder where a browser can't write into one. */
  readonly zipName: string
  readonly gzip: boolean
  readonly make: () => Promise<readonly Output[]>
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Several files into a folder that the user picks, or as one zip. Call it within a click. */
export async function saveAll({ zipName, gzip, make, onProgress, signal }: SaveAllRequest): Promise<Saved> {
  const folder = await pickFolder()
  const outputs = await make()
  const total = outputs.reduce((sum, { blob }) => sum + blob.size, 0)
  let before = 0
  const onWritten = (bytes: number) => onProgress(before + bytes, total)
  if (!folder) {
    const { blob, forget } = await zipOf(outputs, gzip, onWritten, signal)
    download(blob, zipName, forget)
    return 'download'
  }
  for (const { name, source, blob } of outputs) {
    const handle = await folder.getFileHandle(name, { create: true })
    await readingFrom(source, () => writeFile(handle, blob, gzip, onWritten, signal))
    before += blob.size
  }
  return 'file'
}

/** A zip that stores, written streaming into a file of the origin's own where there is one. */
async function zipOf(
  outputs: readonly Output[],
  gzip: boolean,
  onWritten: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Ready> {
  const { BlobReader, configure, ZipWriter } = await import('@zip.js/zip.js')
  configure({ useWebWorkers: false })
  const bytes = outputs.reduce((sum, { blob }) => sum + blob.size, 0)
  const scratch = await scratchFile(gzip ? 0 : bytes)
  const parts: Blob[] = []
  const sink = scratch
    ? await scratch.handle.createWritable()
    : new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => void parts.push(new Blob([chunk])) })
  const zip = new ZipWriter(sink, { level: 0, keepOrder: true })
  let before = 0
  try {
    for (const { name, source, blob } of outputs) {
      const onRead = (bytes: number) => onWritten(before + bytes)
      const reader = gzip ? streamOf(zipped(blob, onRead, signal)) : new BlobReader(blob)
      const options = { signal, onprogress: async (bytes: number) => (gzip ? undefined : onRead(bytes)) }
      await readingFrom(source, () => zip.add(name, reader, options))
      before += blob.size
    }
    await zip.close()
  } catch (thrown) {
    await sink.abort().catch(() => {})
    scratch?.release()
    throw thrown
  }
  return scratch ? { blob: await scratch.handle.getFile(), forget: scratch.release } : { blob: new Blob(parts) }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const step = await chunks.next()
      if (step.done) controller.close()
      else controller.enqueue(step.value)
    },
  })
}
