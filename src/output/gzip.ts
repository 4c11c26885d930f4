import { chunksOf, chunksOfStream } from '../core/compression/chunks'
import type { OnWritten } from './output'

/**
 * The Blob's bytes as one gzip member; progress counts what goes in. It is read piece by piece: the stream of a Blob whose file
 * is cut off meanwhile may end early without a word.
 */
export async function* gzipped(
  blob: Blob,
  onWritten: OnWritten,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const input = chunksOf(blob, (bytes) => {
    signal.throwIfAborted()
    onWritten(bytes)
  })
  onWritten(0)
  yield* chunksOfStream(streamOf(input).pipeThrough(new CompressionStream('gzip')))
}

const streamOf = <T>(chunks: AsyncGenerator<T>): ReadableStream<T> =>
  new ReadableStream({
    async pull(controller) {
      const step = await chunks.next()
      if (step.done) controller.close()
      else controller.enqueue(step.value)
    },
  })
