import { chunksOf } from '../compression/chunks'

export type Chunks = AsyncGenerator<Uint8Array>

/** Progress of a zip's member, in bytes of the zip. */
export async function* counted(chunks: Chunks, rate: number, onRead: (bytes: number) => void): Chunks {
  let size = 0
  for await (const chunk of chunks) {
    onRead(Math.round((size += chunk.length) * rate))
    yield chunk
  }
}

export async function* prepended(first: Uint8Array, rest: Chunks): Chunks {
  yield first
  yield* rest
}

/** The `size` bytes from `start` on of a stream. */
export async function* part(chunks: Chunks, start: number, size: number): Chunks {
  let at = 0
  for await (const chunk of chunks) {
    const wanted = chunk.subarray(Math.max(0, start - at), Math.max(0, start + size - at))
    at += chunk.length
    if (wanted.length > 0) yield wanted
    if (at >= start + size) return
  }
}

/** The first chunks of a stream as one, of at least `length` bytes, or of all that it has. */
export async function startOf(chunks: Chunks, length: number): Promise<Uint8Array> {
  let held: Uint8Array = new Uint8Array()
  while (held.length < length) {
    const step = await chunks.next()
    if (step.done) break
    const more = new Uint8Array(held.length + step.value.length)
    more.set(held)
    more.set(step.value, held.length)
    held = held.length === 0 ? step.value : more
  }
  return held
}

/** All of a stream; of one that is too long to be read a little more than that. */
export async function blobOf(chunks: Chunks, longest: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk.slice())
    size += chunk.length
    if (size > longest) break
  }
  return new Blob(parts)
}

export const chunksOfBlob = (blob: Blob): Chunks => chunksOf(blob)
