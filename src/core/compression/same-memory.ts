/** Buffers of one size that are used again: a browser frees what was read late, and as little as it likes while reading lasts. */
export class SpareMemory {
  readonly size: number
  readonly #free: ArrayBuffer[] = []

  constructor(size: number) {
    this.size = size
  }

  take = () => this.#free.pop() ?? new ArrayBuffer(this.size)

  giveBack(buffer: ArrayBuffer): void {
    this.#free.push(buffer)
  }
}

/**
 * A Blob's bytes, read into the same memory again and again: each chunk but the last fills it. Ends early where a browser can't
 * read so, or where reading fails.
 */
export async function* inSameMemory(blob: Blob, memory: SpareMemory): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = blob.size > 0 ? readerOf(blob) : undefined
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
    await reader.cancel().catch(() => {})
  }
}

/** Undefined where Blobs stream no bytes. An empty one is asked: WebKit reads all of a stream as soon as there is one. */
function readerOf(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    blob.slice(0, 0).stream().getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
  return blob.stream().getReader({ mode: 'byob' })
}
