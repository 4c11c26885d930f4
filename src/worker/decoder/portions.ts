import type { ToHash } from '../../core/check/to-hash'

/** So much at once is worth a message. */
const PORTION = 8 * 1024 * 1024

/** The largest first, each for itself, so that none is left over at the end; of the small ones many at a time. */
export function portions(blobs: readonly ToHash[]): ToHash[][] {
  const sorted = blobs.toSorted((one, other) => other.bytes.size - one.bytes.size)
  const cut: ToHash[][] = []
  let room = 0
  for (const blob of sorted) {
    if (room < blob.bytes.size || cut.length === 0) {
      cut.push([])
      room = PORTION
    }
    cut.at(-1)!.push(blob)
    room -= blob.bytes.size
  }
  return cut
}
