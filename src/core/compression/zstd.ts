import { ZSTDDecoder } from 'zstddec/stream'
import { chunksOf, DecodeError, type Decoder } from './chunks'

/** The largest window that the decoder takes, as `zstd -d` does by default with --long: 128 MiB. */
const LARGEST_WINDOW = 2 ** 27

/**
 * The decoder looks whether all is well when its input is used up, and by then output may still wait inside. Fed byte by byte,
 * it gives that out before the last byte comes.
 */
const FED_SINGLY = 16

/** On damage the decoder gives empty chunks for ever; whole files give one at most for each frame and each input. */
const MOST_EMPTY = 4096

export const unzstd: Decoder = async function* (packed, onRead) {
  await checkWindow(packed)
  const decoder = new ZSTDDecoder()
  await decoder.init()
  const input = pieces(packed, onRead)
  const waiting: Uint8Array[] = []
  let ended = false
  const feed = (function* () {
    for (let next = waiting.shift(); next; next = waiting.shift()) yield next
  })()
  const output = decoder.decodeStreaming(feed as unknown as Uint8Array[])
  for (let empty = 0; ;) {
    // The decoder asks for input without waiting: one piece must always lie ready.
    if (waiting.length === 0 && !ended) {
      const step = await input.next()
      if (step.done) ended = true
      else waiting.push(step.value)
    }
    const step = next(output)
    if (step.done) return
    empty = step.value.length === 0 ? empty + 1 : 0
    if (empty > MOST_EMPTY) throw new DecodeError('corrupt')
    if (step.value.length > 0) yield step.value
  }
}

async function* pieces(packed: Blob, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of chunksOf(packed, onRead)) {
    read += chunk.length
    const singly = read === packed.size ? Math.max(0, chunk.length - FED_SINGLY) : chunk.length
    if (singly > 0) yield chunk.subarray(0, singly)
    for (let at = singly; at < chunk.length; at++) yield chunk.subarray(at, at + 1)
  }
}

function next(output: Iterator<Uint8Array>): IteratorResult<Uint8Array> {
  try {
    return output.next()
  } catch (cause) {
    throw new DecodeError('truncated', String(cause), { cause })
  }
}

/** The window of the first frame, from its header (RFC 8878, 3.1.1.1): a larger one would only look like damage. */
async function checkWindow(packed: Blob): Promise<void> {
  const header = new Uint8Array(await packed.slice(4, 6).arrayBuffer())
  const [descriptor = 0, window = 0] = header
  const singleSegment = (descriptor & 0x20) !== 0
  if (singleSegment) return
  const base = 2 ** (10 + (window >> 3))
  const size = base + (base / 8) * (window & 7)
  if (size > LARGEST_WINDOW) throw new DecodeError('window', String(size))
}
