import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, zlibInflate, zlibInflateInit2, ZStream } from 'pako'
import { chunksOf, chunksOfStream, DecodeError, type Decoder, type DecoderInput } from './chunks'

/**
 * The browser's own decoder is the fastest, but gives up at a second member, with output missing. Then a library that reads
 * members begins again, and what was given already is not given twice. It has the last word on damage too.
 */
export const gunzip: Decoder = async function* (packed, onRead) {
  let given = 0
  const native = nativeChunks(packed, onRead)
  for (;;) {
    const step = await native.next().catch(() => 'gave up' as const)
    if (step === 'gave up') break
    if (step.done) return
    given += step.value.length
    yield step.value
  }
  for await (const chunk of members(packed, onRead)) {
    const known = Math.min(given, chunk.length)
    given -= known
    if (known < chunk.length) yield chunk.subarray(known)
  }
}

/**
 * A piece of input is inflated whole before anyone can take its output, and deflate goes up to 1:1032: so a piece is as large as
 * comes to this much by what the input has come to so far.
 */
const OUTPUT_OF_PIECE = 512 * 1024
const PIECE = { first: 4 * 1024, smallest: 1024, largest: 64 * 1024 } as const

async function* nativeChunks(packed: DecoderInput, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const input = chunksOf(packed, onRead)
  let rest = new Uint8Array()
  let taken = 0
  let given = 0
  const pieceSize = () => (given === 0 ? PIECE.first : Math.ceil((OUTPUT_OF_PIECE * taken) / given))
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (rest.length === 0) {
        const step = await input.next()
        if (step.done) return controller.close()
        rest = step.value
      }
      const piece = rest.subarray(0, Math.min(Math.max(pieceSize(), PIECE.smallest), PIECE.largest))
      rest = rest.subarray(piece.length)
      taken += piece.length
      controller.enqueue(piece)
    },
  })
  for await (const chunk of chunksOfStream(pieces.pipeThrough(new DecompressionStream('gzip')))) {
    given += chunk.length
    yield chunk
  }
}

/** Every member of a gzip file, and zeros behind the last (RFC 1952; GNU gzip manual, "Advanced usage"). */
export async function* members(packed: DecoderInput, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let member: Member | undefined
  for await (const chunk of chunksOf(packed, onRead)) {
    let rest: Uint8Array = chunk
    while (rest.length > 0) {
      if (!member) {
        const next = rest.findIndex((byte) => byte !== 0)
        if (next < 0) break
        rest = rest.subarray(next)
        member = new Member()
      }
      rest = yield* member.inflated(rest)
      if (member.ended) member = undefined
    }
  }
  if (member) throw new DecodeError('truncated')
}

const OUTPUT = 256 * 1024
/** zlib's way to say: gzip, with the largest window. */
const GZIP_WINDOW_BITS = 31

/** One member, by zlib's own calls, which tell where it ends. */
class Member {
  ended = false
  readonly #stream = new ZStream()

  constructor() {
    zlibInflateInit2(this.#stream, GZIP_WINDOW_BITS)
  }

  /** Takes input in, and returns what stands behind the member's end. */
  *inflated(bytes: Uint8Array): Generator<Uint8Array, Uint8Array> {
    const stream = Object.assign(this.#stream, { input: bytes, next_in: 0, avail_in: bytes.length })
    do {
      Object.assign(stream, { output: new Uint8Array(OUTPUT), next_out: 0, avail_out: OUTPUT })
      const status = zlibInflate(stream, Z_NO_FLUSH)
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out)
      if (status === Z_STREAM_END) this.ended = true
      else if (status !== Z_OK && status !== Z_BUF_ERROR) throw new DecodeError('corrupt', stream.msg)
    } while (!this.ended && (stream.avail_in > 0 || stream.avail_out === 0))
    return bytes.subarray(bytes.length - stream.avail_in)
  }
}
