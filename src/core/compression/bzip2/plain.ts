import { DecodeError } from '../chunks'

/** How much is given out at once: a block of runs may be fifty times as long as it is packed. */
const CHUNK = 1024 * 1024

/** So many equal bytes are followed by a byte that says how many more there are. */
const RUN = 4

/** Sorts the bytes back (Burrows–Wheeler): each place gets, above its byte, where the next one stands. */
export function link(block: Uint32Array, count: number): void {
  const places = new Uint32Array(257)
  for (let at = 0; at < count; at++) places[block[at]! + 1]!++
  for (let byte = 1; byte < 256; byte++) places[byte]! += places[byte - 1]!
  for (let at = 0; at < count; at++) {
    const place = places[block[at]! & 0xff]!++
    block[place]! |= at << 8
  }
}

/**
 * A linked block's bytes, with their runs as long as they were: all of them or none, so that damage is told as such and not as
 * whatever it makes of an archive.
 * @param expected the checksum that the block states.
 */
export function plainOf(block: Uint32Array, count: number, origin: number, expected: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let out = new Uint8Array(CHUNK + 255)
  let length = 0
  let at = block[origin]! >>> 8
  let [last, run] = [-1, 0]
  for (let left = count; left > 0; left--) {
    const entry = block[at]!
    const byte = entry & 0xff
    at = entry >>> 8
    if (run === RUN) {
      out.fill(last, length, (length += byte))
      run = 0
      last = -1
    } else {
      run = byte === last ? run + 1 : 1
      out[length++] = last = byte
    }
    if (length < CHUNK && left > 1) continue
    pieces.push(out.subarray(0, length))
    if (left > 1) out = new Uint8Array(CHUNK + 255)
    length = 0
  }
  if (~pieces.reduce((crc, piece) => crcOf(piece, crc), -1) !== expected)
    throw new DecodeError('corrupt', 'checksum of a block')
  return pieces
}

/** CRC-32 with the highest bit first, as no library here has it. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0)
  return crc
})

function crcOf(bytes: Uint8Array, begun: number): number {
  let crc = begun
  for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ bytes[at]!]!
  return crc
}
