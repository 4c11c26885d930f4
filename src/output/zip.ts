import { chunksOf, LARGE_CHUNK } from '../core/compression/chunks'
import { scratchFile } from '../storage/opfs/scratch'
import type { Ready } from './downloadable'
import { gzipped } from './gzip'
import type { Output, Save } from './output'
import { readingFrom } from './write'

interface Made {
  readonly output: Output
  readonly blob: Blob
}

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>

/** A zip that stores, written streaming into a file of the origin's own where there is one. */
export async function zipOf(files: readonly Made[], save: Save): Promise<Ready> {
  const { makeZip } = await import('client-zip')
  const scratch = await scratchFile(save.gzip ? 0 : sizeOf(files))
  const parts: Blob[] = []
  const sink = scratch
    ? await scratch.handle.createWritable()
    : new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => void parts.push(new Blob([chunk])) })
  try {
    await makeZip(members(files, save)).pipeTo(sink, { signal: save.signal })
  } catch (thrown) {
    scratch?.release()
    throw thrown
  }
  return scratch ? { blob: await scratch.handle.getFile(), forget: scratch.release } : { blob: new Blob(parts) }
}

const sizeOf = (files: readonly Made[]) => files.reduce((sum, { blob }) => sum + blob.size, 0)

/** Each output under its name; its bytes are read as they are asked for. */
function* members(files: readonly Made[], { gzip, onProgress, signal }: Save) {
  const total = sizeOf(files)
  for (const [at, { output, blob }] of files.entries()) {
    const before = sizeOf(files.slice(0, at))
    const onRead = (bytes: number) => {
      signal.throwIfAborted()
      onProgress(before + bytes, total)
    }
    const chunks: Chunks = gzip ? gzipped(blob, onRead, signal) : chunksOf(blob, onRead, LARGE_CHUNK)
    yield { name: output.name, input: readFrom(output.source, chunks) }
  }
}

/** What can't be read of a member is told of the file that it is made of. */
async function* readFrom(source: string, chunks: Chunks): Chunks {
  for (;;) {
    const step = await readingFrom(source, () => chunks.next())
    if (step.done) return
    yield step.value
  }
}
