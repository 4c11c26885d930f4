import { ArchiveError, faultOf } from '../core/errors'
import { gzipped } from './gzip'
import type { OnWritten } from './output'

/** A file as a picker gives it, as far as it takes to write it. */
export interface WritableFile extends Pick<FileSystemFileHandle, 'name' | 'getFile' | 'remove'> {
  createWritable(): Promise<{
    write(piece: Blob | Uint8Array<ArrayBuffer>): Promise<void>
    close(): Promise<void>
    abort(): Promise<void>
  }>
}

/** Fewer and larger writes are faster; the first are small, so that a slow stick shows its rate soon. */
const FIRST_PIECE = 8 * 1024 * 1024
const LARGEST_PIECE = 64 * 1024 * 1024

/**
 * Writes a Blob into a file, piece by piece. The browser puts the new bytes in the file's place only at the end:
 * what is cancelled or fails leaves the file as it was, and none where there was none.
 */
export function writeFile(
  handle: WritableFile,
  blob: Blob,
  gzip: boolean,
  onWritten: OnWritten,
  signal: AbortSignal,
): Promise<void> {
  return writePieces(handle, gzip ? gzipped(blob, onWritten, signal) : pieces(blob, onWritten, signal), signal)
}

/** The same, of what comes piece by piece. */
export function writePieces(
  handle: WritableFile,
  pieces: AsyncIterable<Blob | Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<void> {
  return orNoFile(handle, async () => {
    const file = await handle.createWritable()
    try {
      for await (const piece of pieces) {
        signal.throwIfAborted()
        await file.write(piece)
      }
      signal.throwIfAborted()
      await file.close()
    } catch (thrown) {
      await file.abort().catch(() => {})
      if (signal.aborted || !isAbort(thrown)) throw thrown
      // A browser that refuses the file says that too by an AbortError; nobody has cancelled then.
      throw new ArchiveError('write-refused', { file: handle.name, reason: thrown.message }, { cause: thrown })
    }
  })
}

const isAbort = (thrown: unknown): thrown is DOMException =>
  thrown instanceof DOMException && thrown.name === 'AbortError'

/** A picker makes an empty file: where nothing comes to stand in it, it goes again. One with bytes was there before. */
export async function orNoFile<T>(handle: WritableFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    await removeEmpty(handle)
    throw thrown
  }
}

/** What can't be read while an output is written is never the output: the file that it is made of has changed, or is gone. */
export async function readingFrom<T>(source: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw faultOf(cause).code === 'unreadable'
      ? new ArchiveError('changed-on-disk', { file: source }, { cause })
      : cause
  }
}

/** What can't be read of a file that comes chunk by chunk is told of the one that it is made of. */
export async function* chunksFrom<T>(source: string, chunks: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const step = await readingFrom(source, () => chunks.next())
    if (step.done) return
    yield step.value
  }
}

async function* pieces(blob: Blob, onWritten: OnWritten, signal: AbortSignal): AsyncGenerator<Blob> {
  onWritten(0)
  let step = FIRST_PIECE
  for (let at = 0; at < blob.size; step = Math.min(2 * step, LARGEST_PIECE)) {
    signal.throwIfAborted()
    const end = Math.min(at + step, blob.size)
    yield blob.slice(at, end)
    onWritten(end)
    at = end
  }
}

async function removeEmpty(handle: WritableFile): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.()
  } catch {
    // Then it stays, empty.
  }
}
