import { XzReadableStream } from 'xz-decompress'
import { chunksOf, DecodeError, type Decoder } from './chunks'

/** At the input's end the decoder goes on giving empty chunks for ever: then the file was cut off. */
const MOST_EMPTY = 64

/** The library's codes for what it lacks (xz-embedded): XZ_MEMLIMIT_ERROR, a larger dictionary; XZ_OPTIONS_ERROR, a filter or check. */
const UNSUPPORTED = [4, 6]

export const unxz: Decoder = async function* (packed, onRead) {
  const input = chunksOf(packed, onRead)
  let ended = false
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const step = await input.next()
      if (!step.done) return controller.enqueue(step.value)
      ended = true
      controller.close()
    },
  })
  const reader = new XzReadableStream(stream).getReader()
  try {
    for (let empty = 0; ;) {
      const step = await read(reader)
      if (step.done) break
      empty = step.value.length === 0 && ended ? empty + 1 : 0
      if (empty > MOST_EMPTY) throw new DecodeError('truncated')
      if (step.value.length > 0) yield step.value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    // The file's own fault, not the library's: it can't be read any more.
    if (cause instanceof DOMException) throw cause
    const code = Number(/code (\d+)/.exec(String(cause))?.[1])
    throw new DecodeError(UNSUPPORTED.includes(code) ? 'filter' : 'corrupt', String(cause), { cause })
  }
}
