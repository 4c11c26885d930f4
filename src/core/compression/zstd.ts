import { chunksOf, DecodeError, type Decoder, type DecoderInput } from './chunks'
import { Context } from './zstd/context'
import { frameHeader, LONGEST_HEADER, skippable } from './zstd/header'

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
async function checkWindow(packed: DecoderInput): Promise<void> {
  const frame = frameHeader(await firstFrame(packed))
  if (frame && frame.window > LARGEST_WINDOW) throw new DecodeError('window', String(frame.window))
}

/** pzstd writes one; each costs a read, and a file may be nothing else. */
const MOST_SKIPPABLE = 1000

/** The header of the first frame that holds data. */
async function firstFrame(packed: DecoderInput): Promise<DataView> {
  let at = 0
  for (let passed = 0; passed <= MOST_SKIPPABLE; passed++) {
    const header = new DataView(await packed.slice(at, at + LONGEST_HEADER).arrayBuffer())
    const skipped = skippable(header)
    if (skipped === undefined) return header
    at += skipped
  }
  throw new DecodeError('corrupt', `more than ${MOST_SKIPPABLE} skippable frames before the first that holds data`)
}
