/**
 * Frees bytes that nobody needs any more: a collector may leave half of what is read, for as long as reading lasts. By a clone,
 * because of what `ArrayBuffer.transfer` takes Chromium frees nothing.
 */
export function letGo(bytes: ArrayBuffer): void {
  structuredClone(undefined, { transfer: [bytes] })
}

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

  /** Whoever reads may have got others instead of those that it took: no more than were lent are kept. */
  giveBack(buffer: ArrayBuffer): void {
    if (buffer.byteLength !== this.size || this.#lent === 0) return letGo(buffer)
    this.#lent--
    this.#free.push(buffer)
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
  const reader = blob.size > 0 && streamsBytes(blob) ? opened(blob) : undefined
  if (!reader) return
  let buffer = memory.take()
  let filled = 0
  try {
    for (;;) {
      const step = await reader.read(new Uint8Array(buffer, filled)).catch(() => undefined)
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

/** Whether Blobs can be read into memory that is given. */
export const canReadInto = (): boolean => streamsBytes(new Blob())

/** Nothing of it is asked: WebKit reads all of a stream as soon as there is one. */
function streamsBytes(blob: Blob): boolean {
  try {
    blob.slice(0, 0).stream().getReader({ mode: 'byob' })
    return true
  } catch {
    return false
  }
}

/**
 * Those that are being read. Chromium may take a stream for garbage while a read of it is under way, if nothing but that read leads to
 * it, and then whoever waits does so for ever.
 */
const open = new Set<ReadableStreamBYOBReader>()

/** Where `canReadInto`; to be closed in the end. */
export function opened(blob: Blob): ReadableStreamBYOBReader {
  const reader = blob.stream().getReader({ mode: 'byob' })
  open.add(reader)
  return reader
}

export async function closed(reader: ReadableStreamBYOBReader): Promise<void> {
  open.delete(reader)
  await reader.cancel().catch(() => {})
}
