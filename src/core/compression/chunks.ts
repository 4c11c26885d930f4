/** Small enough for progress to be told some times a second, whatever is made of a chunk, and for memory to stay low. */
const CHUNK = 256 * 1024

/** What only goes by is faster in large ones. */
export const LARGE_CHUNK = 1024 * 1024

/** What a decoder reads: a Blob, or whatever stands before one and sees what goes by. */
export interface Packed {
  readonly size: number
  slice(start: number, end: number): Pick<Blob, 'arrayBuffer'>
}

/** A Blob's bytes in order, chunk by chunk (not every engine can iterate a stream); `onRead` is told how many have been read in all. */
export async function* chunksOf(
  packed: Packed,
  onRead: (bytes: number) => void = () => {},
  size = CHUNK,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < packed.size; at += size) {
    const chunk = new Uint8Array(await packed.slice(at, at + size).arrayBuffer())
    yield chunk
    onRead(at + chunk.length)
  }
}

/** What a decoder says when it can't go on; the file's name is added where it is known. */
export class DecodeError extends Error {
  readonly kind: 'corrupt' | 'truncated' | 'window' | 'filter'

  constructor(kind: DecodeError['kind'], message = '', options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** A decoder: the plain bytes of a packed file, streaming. Throws DecodeError. */
export type Decoder = (packed: Packed, onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array>

/** What comes out of a stream; by a reader, because not every engine can iterate one. */
export async function* chunksOfStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}
