import { chunksOf, DecodeError, type Decoder, type Packed } from './chunks'
import { Context } from './zstd/context'

/** The largest window that the decoder takes, as `zstd -d` does by default with --long: 128 MiB. */
const LARGEST_WINDOW = 2 ** 27

export const unzstd: Decoder = async function* (packed, onRead) {
  await checkWindow(packed)
  const context = await Context.taken()
  try {
    let left: number | undefined = 0
    for await (const chunk of chunksOf(packed, onRead)) {
      left = yield* context.unpack(chunk)
      if (left === undefined) throw new DecodeError('corrupt')
    }
    if (left !== 0) throw new DecodeError('truncated')
  } finally {
    context.free()
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
