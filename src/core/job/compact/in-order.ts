import { assemble } from '../../form/assemble'
import type { Part } from '../../form/parts'
import { cutFrame } from './cut-frame'
import { wholeParts, type PutBack } from './whole'
import type { CompactLayer } from './read'

/** A layer that is still to be made again. */
export interface ToMake {
  readonly layer: CompactLayer
  readonly size: number
}

/** The whole archive from its beginning to its end: what is there, and between that layers that are to be made. */
export type Piece = Blob | ToMake

/** @throws RecipeError where the places contradict. */
export async function piecesInOrder(frame: Blob, items: readonly PutBack<Piece>[]): Promise<Piece[]> {
  const pieces: Piece[] = []
  let parts: Part[] = []
  const flush = async () => {
    const blob = await assemble(each(parts))
    if (blob.size > 0) pieces.push(blob)
    parts = []
  }
  for (const part of wholeParts(await cutFrame(frame, items), items)) {
    if ('layer' in part) {
      await flush()
      pieces.push(part)
    } else parts.push(part)
  }
  await flush()
  return pieces
}

async function* each<T>(items: Iterable<T>) {
  yield* items
}
