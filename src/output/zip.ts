import { scratchFile } from '../storage/opfs/scratch'
import type { Ready } from './downloadable'
import { gzipped, streamOf } from './gzip'
import type { Output, Save } from './output'
import { readingFrom } from './write'

/** A zip that stores, written streaming into a file of the origin's own where there is one. */
export async function zipOf(
  files: readonly { readonly output: Output; readonly blob: Blob }[],
  { gzip, onProgress, signal }: Save,
): Promise<Ready> {
  const { BlobReader, configure, ZipWriter } = await import('@zip.js/zip.js')
  configure({ useWebWorkers: false })
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0)
  const scratch = await scratchFile(gzip ? 0 : total)
  const parts: Blob[] = []
  const sink = scratch
    ? await scratch.handle.createWritable()
    : new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => void parts.push(new Blob([chunk])) })
  const zip = new ZipWriter(sink, { level: 0, keepOrder: true })
  let before = 0
  try {
    for (const { output, blob } of files) {
      const onRead = (bytes: number) => onProgress(before + bytes, total)
      const reader = gzip ? streamOf(gzipped(blob, onRead, signal)) : new BlobReader(blob)
      const options = { signal, onprogress: async (bytes: number) => (gzip ? undefined : onRead(bytes)) }
      await readingFrom(output.source, () => zip.add(output.name, reader, options))
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
