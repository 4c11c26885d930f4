/** A Blob's bytes in order, a megabyte at a time (not every engine can iterate a stream); `onRead` is told how many have been read in all. */
export async function* chunksOf(
  packed: Blob,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const CHUNK = 1024 * 1024
  for (let at = 0; at < packed.size; at += CHUNK) {
    const chunk = new Uint8Array(await packed.slice(at, at + CHUNK).arrayBuffer())
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
export type Decoder = (packed: Blob, onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array>

/** What comes out of a stream; by a reader, because not every engine can iterate one. */
export async function* chunksOfStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}
