import type { Placed } from '../../delta/note'
import { RecipeError } from '../../delta/recipe-error'
import type { Part } from '../../form/parts'
import { padding } from '../../tar/write'

/** Something to put back, and where. */
export interface PutBack extends Placed {
  readonly bytes: Blob
}

type Change =
  | { readonly at: number; readonly kind: 'fill'; readonly bytes: Blob }
  | { readonly at: number; readonly kind: 'edit'; readonly length: number; readonly bytes: Uint8Array<ArrayBuffer> }

/** The whole archive, piece by piece: the frame, with what it lacks put back. @throws RecipeError where the places contradict. */
export function* wholeParts(frame: Blob, items: readonly PutBack[]): Generator<Part> {
  let at = 0
  let filled: number | undefined
  for (const change of changesOf(items)) {
    if (change.at < at || change.at > frame.size || (change.kind === 'fill' && change.at === filled))
      throw new RecipeError('damaged', `changes overlap at ${change.at}`)
    yield frame.slice(at, change.at)
    at = change.at
    yield change.bytes
    if (change.kind === 'fill') {
      yield padding(change.bytes.size)
      filled = at
    } else at += change.length
    if (at > frame.size) throw new RecipeError('damaged', `a change goes on to ${at}, behind the frame`)
  }
  yield frame.slice(at)
}

/** Ascending; what goes in between bytes stands before what is done to the byte behind. */
function changesOf(items: readonly PutBack[]): Change[] {
  const fills = items.flatMap(({ fills, bytes }) => fills.map((at): Change => ({ at, kind: 'fill', bytes })))
  const edits = items.flatMap(({ edits }) =>
    edits.map(({ at, length, hex }): Change => ({ at, kind: 'edit', length, bytes: bytesOfHex(hex) })),
  )
  return [...fills, ...edits].sort((one, other) => one.at - other.at)
}

const bytesOfHex = (hex: string) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16))
