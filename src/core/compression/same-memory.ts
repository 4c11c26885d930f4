/** A message leaves some kilobytes to the collector, too. */
const WORTH_IT = 32 * 1024

/** Takes bytes, and keeps none of them. */
type Taker = (bytes: ArrayBuffer) => void

/** WebKit frees what a clone takes; others leave it to the collector. */
let taker: Taker = (bytes) => structuredClone(undefined, { transfer: [bytes] })

/** Where a browser has a better one. */
export function letGoTo(better: Taker): void {
  taker = better
}

/** Frees bytes that nobody needs any more: a collector may leave half of what is read, for as long as reading lasts. */
export function letGo(bytes: ArrayBuffer): void {
  if (bytes.byteLength >= WORTH_IT) taker(bytes)
}

/** Whoever reads on takes one soon after another was given back. */
const MOST_FREE = 8

/** Buffers of one size that are used again: a browser frees what was read late, and as little as it likes while reading lasts. */
export class SpareMemory {
  readonly size: number
  readonly #free: ArrayBuffer[] = []
  #lent = 0

  constructor(size: number) {
    this.size = size
  }

  take(): ArrayBuffer {
    this.#lent++
    return this.#free.pop() ?? new ArrayBuffer(this.size)
  }

  /** Whoever reads may have got others instead of those that it took: no more than were lent are kept, and few of those. */
  giveBack(buffer: ArrayBuffer): void {
    const isOurs = buffer.byteLength === this.size && this.#lent > 0
    if (isOurs) this.#lent--
    if (isOurs && this.#free.length < MOST_FREE) this.#free.push(buffer)
    else letGo(buffer)
  }

  /** What is not lent is freed. */
  clear(): void {
    for (const buffer of this.#free.splice(0)) letGo(buffer)
  }
}

/**
 * A Blob's bytes, read into the same memory again and again: each chunk but the last fills it. Ends early where a browser can't
 * read so, or where reading fails.
 */
export async function* inSameMemory(blob: Blob, memory: SpareMemory): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = blob.size > 0 ? opened(blob) : undefined
  if (!reader) return
  let buffer = memory.take()
  let filled = 0
  try {
    for (;;) {
      const step = await filling(reader, new Uint8Array(buffer, filled)).catch(() => undefined)
      // What was to be read into is gone with a failure.
      if (!step?.value) return void (buffer = new ArrayBuffer(memory.size))
      buffer = step.value.buffer
      filled += step.value.length
      if (filled === memory.size || (step.done && filled > 0)) yield new Uint8Array(buffer, 0, filled)
      if (step.done) return
      filled %= memory.size
    }
  } finally {
    memory.giveBack(buffer)
    await closed(reader)
  }
}

/** Reads as much as there is room for, where a browser knows how to: fewer reads leave less behind. */
export const filling = (reader: ReadableStreamBYOBReader, view: Uint8Array<ArrayBuffer>) =>
  reader.read(view, { min: view.length })

/**
 * Those that are being read. Chromium may take a stream for garbage while a read of it is under way, if nothing but that read leads to
 * it, and then whoever waits does so for ever.
 */
const open = new Set<ReadableStreamBYOBReader>()

/** To be closed in the end. Nothing where a browser can't read into memory that is given. */
export function opened(blob: Pick<Blob, 'stream'>): ReadableStreamBYOBReader | undefined {
  if (!(streamsBytes ??= readsInto(new Blob().stream()) !== undefined)) return undefined
  const reader = readsInto(blob.stream())
  if (reader) open.add(reader)
  return reader
}

/**
 * Asked once, because whoever makes a Blob waits for another process; and of an empty one, because WebKit reads all of a stream as
 * soon as there is one.
 */
let streamsBytes: boolean | undefined

function readsInto(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
}

export async function closed(reader: ReadableStreamBYOBReader): Promise<void> {
  open.delete(reader)
  await reader.cancel().catch(() => {})
}
