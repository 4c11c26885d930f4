import { chunksOf, LARGE_CHUNK } from '../core/compression/chunks'
import { scratchFile } from '../storage/opfs/scratch'
import type { Ready } from './downloadable'
import { gzipped } from './gzip'
import type { Output, Save } from './output'
import { chunksFrom } from './write'

interface Made {
  readonly output: Output
  readonly blob: Blob
}

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>

/** A file of a zip, its bytes as they come; all of them are taken before the next is asked for. */
export interface Member {
  readonly name: string
  readonly input: Chunks
  /** As `ls -l` counts them. */
  readonly mode?: number
}

/** The outputs as a zip. */
export const zipOf = (files: readonly Made[], save: Save): Promise<Ready> =>
  writeZip(members(files, save), save.gzip ? 0 : sizeOf(files), save.signal)

/**
 * A zip that stores, written streaming into a file of the origin's own where there is one.
 * @param bytes that it takes about, where they are known.
 */
export async function writeZip(
  members: Iterable<Member> | AsyncIterable<Member>,
  bytes: number,
  signal: AbortSignal,
): Promise<Ready> {
  const { makeZip } = await import('client-zip')
  const scratch = await scratchFile(bytes)
  const parts: Blob[] = []
  const sink = scratch
    ? await scratch.handle.createWritable()
    : new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => void parts.push(new Blob([chunk])) })
  try {
    await makeZip(members).pipeTo(sink, { signal })
  } catch (thrown) {
    scratch?.release()
    throw thrown
  }
  return scratch ? { blob: await scratch.handle.getFile(), forget: scratch.release } : { blob: new Blob(parts) }
}

const sizeOf = (files: readonly Made[]) => files.reduce((sum, { blob }) => sum + blob.size, 0)

/** Each output under its name; its bytes are read as they are asked for. */
function* members(files: readonly Made[], { gzip, onProgress, signal }: Save): Generator<Member> {
  const total = sizeOf(files)
  for (const [at, { output, blob }] of files.entries()) {
    const before = sizeOf(files.slice(0, at))
    const onRead = (bytes: number) => {
      signal.throwIfAborted()
      onProgress(before + bytes, total)
    }
    const chunks: Chunks = gzip ? gzipped(blob, onRead, signal) : chunksOf(blob, onRead, LARGE_CHUNK)
    yield { name: output.name, input: chunksFrom(output.source, chunks) }
  }
}
