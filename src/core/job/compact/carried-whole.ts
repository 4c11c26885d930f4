import { payloadsOf, type ImageArchive, type Payload } from '../../image/model'
import type { CompactFile } from './read'
import { sizeOf } from './sizes'

/** Layers that are in the frame of a compact archive as they were. */
export interface CarriedWhole {
  readonly payloads: readonly Payload[]
  /** What a byte of them comes to there, about: they are packed with all of the frame, if at all. */
  readonly share: number
}

export function carriedWhole({ note, frame }: CompactFile, { tar, images }: ImageArchive): CarriedWhole {
  const elsewhere = new Set([
    ...[...note.layers, ...note.held].map(({ diffId }) => diffId),
    ...note.blobs.map(({ digest }) => digest),
  ])
  const there = [...payloadsOf(images)].filter(({ state }) => state === 'whole')
  const payloads = there.filter(({ diffId, digest }) => !elsewhere.has(diffId) && !elsewhere.has(digest ?? diffId))
  const size = sizeOf(payloads) + tar.size - sizeOf(there)
  return { payloads, share: frame.codec ? Math.min(1, frame.bytes.size / size) : 1 }
}
