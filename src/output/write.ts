import { chunksOfStream } from '../core/compression/chunks'

/** Bytes written so far. */
export type OnWritten = (bytes: number) => void

const STEP = 8 * 1024 * 1024

/**
 * Writes a Blob into a file, a few megabytes at a time. The browser puts the new bytes in the file's place only at the end:
 * what is cancelled or fails leaves the file as it was, and none where there was none.
 */
export async function writeFile(
  handle: FileSystemFileHandle,
  blob: Blob,
  gzip: boolean,
  onWritten: OnWritten,
  signal: AbortSignal,
): Promise<void> {
  const file = await handle.createWritable()
  try {
    for await (const piece of gzip ? zipped(blob, onWritten, signal) : pieces(blob, onWritten, signal))
      await file.write(piece)
    signal.throwIfAborted()
    await file.close()
  } catch (thrown) {
    await file.abort().catch(() => {})
    await removeEmpty(handle)
    throw thrown
  }
}

async function* pieces(blob: Blob, onWritten: OnWritten, signal: AbortSignal): AsyncGenerator<Blob> {
  for (let at = 0; at < blob.size; at += STEP) {
    signal.throwIfAborted()
    yield blob.slice(at, at + STEP)
    onWritten(Math.min(at + STEP, blob.size))
  }
}

/** The Blob's bytes as one gzip member; progress counts what goes in. */
export async function* zipped(
  blob: Blob,
  onWritten: OnWritten,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let read = 0
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      signal.throwIfAborted()
      onWritten((read += chunk.length))
      controller.enqueue(chunk)
    },
  })
  yield* chunksOfStream(blob.stream().pipeThrough(counted).pipeThrough(new CompressionStream('gzip')))
}

/** The picker has made an empty file for us: nobody wants to find that. A file with bytes was there before. */
async function removeEmpty(handle: FileSystemFileHandle): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await handle.remove?.()
  } catch {
    // Then it stays, empty.
  }
}
