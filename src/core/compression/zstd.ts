import { ZSTDDecoder } from 'zstddec/stream'
import { chunksOf, DecodeError, type Decoder, type Packed } from './chunks'

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

async function* pieces(packed: Packed, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
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

/** A larger window would only look like damage. */
async function checkWindow(packed: Packed): Promise<void> {
  const size = windowOf(await firstFrame(packed))
  if (size > LARGEST_WINDOW) throw new DecodeError('window', String(size))
}

const SKIPPABLE = 0x184d2a50
/** Magic number, descriptor, window, dictionary and content size, at their longest. */
const LONGEST_HEADER = 18

/** pzstd writes one; each costs a read, and a file may be nothing else. */
const MOST_SKIPPABLE = 1000

/** The header of the first frame that holds data (RFC 8878, 3.1.2: skippable frames tell their length). */
async function firstFrame(packed: Packed): Promise<DataView> {
  let at = 0
  for (let skipped = 0; skipped <= MOST_SKIPPABLE; skipped++) {
    const header = new DataView(await packed.slice(at, at + LONGEST_HEADER).arrayBuffer())
    const isSkippable = header.byteLength >= 8 && (header.getUint32(0, true) ^ SKIPPABLE) >>> 4 === 0
    if (!isSkippable) return header
    at += 8 + header.getUint32(4, true)
  }
  throw new DecodeError('corrupt', `more than ${MOST_SKIPPABLE} skippable frames before the first that holds data`)
}

/** A frame's window in bytes (RFC 8878, 3.1.1.1); 0 where its header is cut off. Of a single segment it is the whole content. */
function windowOf(header: DataView): number {
  if (header.byteLength < 6) return 0
  const descriptor = header.getUint8(4)
  if ((descriptor & 0x20) === 0) {
    const window = header.getUint8(5)
    const base = 2 ** (10 + (window >> 3))
    return base + (base / 8) * (window & 7)
  }
  const at = 5 + [0, 1, 2, 4][descriptor & 3]!
  const width = [1, 2, 4, 8][descriptor >> 6]!
  if (header.byteLength < at + width) return 0
  if (width === 1) return header.getUint8(at)
  if (width === 2) return header.getUint16(at, true) + 256
  return width === 4 ? header.getUint32(at, true) : Number(header.getBigUint64(at, true))
}
