import { joined } from '../joined'
import { frameHeader, MAGIC, skippable, type FrameHeader } from './zstd/header'

const CHECKSUM = 4
const BLOCK_HEADER = 3
/** A block of this type is one byte, repeated. */
const REPEATED = 1

/**
 * Looks at the headers of a zstd file's frames as its bytes go by, before anybody unpacks them (RFC 8878, 3.1.1). What is damaged is
 * passed over: whoever unpacks it says so.
 */
export class Frames {
  readonly #onWindow: (bytes: number) => void
  /** The frame whose blocks come next. */
  #frame: FrameHeader | undefined
  /** Of a header that is not all there. */
  #begun = new Uint8Array()
  /** How much goes by until the next header. */
  #until = 0

  /** @param onWindow told of the window that a frame asks for, which is what takes memory; may throw. */
  constructor(onWindow: (bytes: number) => void) {
    this.#onWindow = onWindow
  }

  /** The next bytes of the file. */
  pass(chunk: Uint8Array): void {
    const bytes = this.#begun.length > 0 ? joined([this.#begun, chunk]) : chunk
    let at = this.#until
    while (at < bytes.length) {
      const size = this.#sizeOf(new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at))
      if (size === undefined) break
      at += size
    }
    this.#begun = bytes.slice(at)
    this.#until = Math.max(0, at - bytes.length)
  }

  /** Of what begins there; undefined where its header is not all there. */
  #sizeOf(there: DataView): number | undefined {
    return this.#frame ? this.#blockSize(there, this.#frame) : this.#headerSize(there)
  }

  /** With what is behind a frame's last one. */
  #blockSize(there: DataView, { hasChecksum }: FrameHeader): number | undefined {
    if (there.byteLength < BLOCK_HEADER) return undefined
    const header = there.getUint16(0, true) | (there.getUint8(2) << 16)
    const size = BLOCK_HEADER + (((header >> 1) & 3) === REPEATED ? 1 : header >> 3)
    if ((header & 1) === 0) return size
    this.#frame = undefined
    return size + (hasChecksum ? CHECKSUM : 0)
  }

  #headerSize(there: DataView): number | undefined {
    if (there.byteLength < 4) return undefined
    if (there.getUint32(0, true) !== MAGIC) return there.byteLength < 8 ? undefined : (skippable(there) ?? Infinity)
    this.#frame = frameHeader(there)
    if (!this.#frame) return undefined
    this.#onWindow(this.#frame.window)
    return this.#frame.length
  }
}
