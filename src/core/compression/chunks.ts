import { quietly } from '../quietly'
import { inSameMemory, letGo, SpareMemory } from './same-memory'

/** Small enough for progress to be told some times a second, whatever is made of a chunk, and for memory to stay low. */
const CHUNK = 256 * 1024

/** What only goes by is faster in large ones. */
export const LARGE_CHUNK = 1024 * 1024

/** What a decoder reads: a Blob, or whatever stands before one and sees what goes by. */
export interface DecoderInput {
  readonly size: number
  slice(start: number, end: number): Pick<Blob, 'arrayBuffer'>
}

/** A Blob's bytes in order, chunk by chunk (not every engine can iterate a stream); `onRead` is told how many have been read in all. */
export async function* chunksOf(
  packed: DecoderInput,
  onRead: (bytes: number) => void = () => {},
  size = CHUNK,
  ahead = 1,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const underway: Promise<ArrayBuffer>[] = []
  let asked = 0
  for (let at = 0; at < packed.size; at += size) {
    for (; underway.length < ahead && asked < packed.size; asked += size)
      underway.push(quietly(packed.slice(asked, asked + size).arrayBuffer()))
    const next = underway.shift()
    if (!next) return
    const chunk = new Uint8Array(await next)
    yield chunk
    onRead(at + chunk.length)
  }
}

/**
 * What only goes by, as hashing has it; a chunk is gone with the next. The last byte is always read as a slice: that fails where
 * the file is no longer what it was. So are all behind a stream that broke off: slices say why.
 */
export async function* passing(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let at = 0
  const streamed = blob.slice(0, blob.size > LARGE_CHUNK ? blob.size - 1 : 0)
  for await (const chunk of inSameMemory(streamed, memory)) {
    at += chunk.length
    yield chunk
  }
  for await (const chunk of chunksOf(blob.slice(at), undefined, LARGE_CHUNK, READS_AHEAD)) {
    yield chunk
    letGo(chunk.buffer)
  }
}

/** Said to be pure: else the page, which takes other things from here, is given all that hashes. */
const memory = /* @__PURE__ */ new SpareMemory(LARGE_CHUNK)

const READS_AHEAD = 4

/** What a decoder says when it can't go on; the file's name is added where it is known. */
export class DecodeError extends Error {
  readonly kind: 'corrupt' | 'truncated' | 'window' | 'filter'

  constructor(kind: DecodeError['kind'], message = '', options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** A decoder: the plain bytes of a packed file, streaming. Throws DecodeError. */
export type Decoder = (packed: DecoderInput, onRead: (bytes: number) => void) => AsyncGenerator<Uint8Array>

/** What comes out of a stream; by a reader, because not every engine can iterate one. */
export async function* chunksOfStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}
