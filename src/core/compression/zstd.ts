import { chunksOf, DecodeError, type Decoder } from './chunks'
import { Context } from './zstd/context'
import { Frames } from './zstd-frames'

/** The largest window that the decoder takes, as `zstd -d` does by default with --long: 128 MiB. */
const LARGEST_WINDOW = 2 ** 27

/** @param onWindow told of the window that a frame asks for, before it is given; may throw. */
export const unzstdOf = (onWindow: (bytes: number) => void): Decoder =>
  async function* (packed, onRead) {
    const frames = new Frames(onWindow)
    const context = await Context.taken()
    try {
      let left: number | undefined = 0
      for await (const chunk of chunksOf(packed, onRead)) {
        frames.pass(chunk)
        left = yield* context.unpack(chunk)
        if (left === undefined) throw new DecodeError('corrupt')
      }
      if (left !== 0) throw new DecodeError('truncated')
    } finally {
      context.free()
    }
  }

/** A larger window would only look like damage. */
export const unzstd = unzstdOf((window) => {
  if (window > LARGEST_WINDOW) throw new DecodeError('window', String(window))
})
