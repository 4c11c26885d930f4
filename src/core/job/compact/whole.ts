import type { Placed } from '../../delta/note'
import { RecipeError } from '../../delta/recipe-error'
import { padding } from '../../tar/write'
import { nearIn, type Piece } from '../../tar/near'

interface Sized {
  readonly size: number
}

/** What an archive's own bytes are cut of, piece by piece, in order. */
export interface Cuttable {
  readonly size: number
  slice(start: number, end?: number): Piece
}

/** A frame may be cut into a hundred thousand pieces, and a browser takes its time for each slice. */
export function cuttable(frame: Blob): Cuttable {
  const near = nearIn(frame)
  return { size: frame.size, slice: (start, end = frame.size) => near.piece({ start, end }) }
}

/** Something to put back, and where. It need not be made yet: only its size counts. */
export interface PutBack<T extends Sized = Blob> extends Placed {
  readonly bytes: T
}

type Change<T> =
  | { readonly at: number; readonly kind: 'fill'; readonly bytes: T }
  | { readonly at: number; readonly kind: 'edit'; readonly length: number; readonly bytes: Uint8Array<ArrayBuffer> }

/** The whole archive, piece by piece: the frame, with what it lacks put back. @throws RecipeError where the places contradict. */
export function* wholeParts<T extends Sized>(
  frame: Cuttable,
  items: readonly PutBack<T>[],
): Generator<Piece | Uint8Array<ArrayBuffer> | T> {
  let at = 0
  let filled: number | undefined
  for (const change of changesOf(items)) {
    if (change.at < at || change.at > frame.size || (change.kind === 'fill' && change.at === filled))
      throw new RecipeError({ kind: 'place', offset: change.at }, `changes overlap at ${change.at}`)
    yield frame.slice(at, change.at)
    at = change.at
    yield change.bytes
    if (change.kind === 'fill') {
      yield padding(change.bytes.size)
      filled = at
    } else at += change.length
    if (at > frame.size)
      throw new RecipeError({ kind: 'place', offset: at }, `a change goes on to ${at}, behind the frame`)
  }
  yield frame.slice(at)
}

/** Ascending; what goes in between bytes stands before what is done to the byte behind. */
function changesOf<T extends Sized>(items: readonly PutBack<T>[]): Change<T>[] {
  const fills = items.flatMap(({ fills, bytes }) => fills.map((at): Change<T> => ({ at, kind: 'fill', bytes })))
  const edits = items.flatMap(({ edits }) =>
    edits.map(({ at, length, hex }): Change<T> => ({ at, kind: 'edit', length, bytes: bytesOfHex(hex) })),
  )
  return [...fills, ...edits].sort((one, other) => one.at - other.at)
}

const bytesOfHex = (hex: string) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16))
