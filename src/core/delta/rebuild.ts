import { Feed } from './feed'
import { beginOps, nextSegment } from './next-segment'
import type { OldSpace } from './old-space'
import { inOnePiece, ReadingAhead } from './reading-ahead'
import { RecipeError } from './recipe-error'
import { copyWithin, Output, Room } from './rebuilding'
import { newRuns, type Segment } from './segment'

/** What is said of a layer beforehand. Sizes in bytes. */
export interface Announced {
  readonly size: number
  readonly literals: number
  readonly segments: number
}

/**
 * A layer's bytes, rebuilt from its ops, its literals and the old bytes, in order. A chunk is good until the next one is asked for.
 * Nothing is known to be right before the whole of it is hashed.
 * @throws RecipeError
 */
export async function* rebuilt(
  announced: Announced,
  ops: AsyncIterator<Uint8Array>,
  literals: AsyncIterator<Uint8Array>,
  old: OldSpace,
): AsyncGenerator<Uint8Array> {
  const recipe = new Feed(ops)
  const literal = new Feed(literals)
  await beginOps(recipe)
  const runs = newRuns()
  const ahead = new ReadingAhead(old)
  const rooms = { reference: new Room(), residual: new Room() }
  const output = new Output()
  let written = 0

  async function begun(at: number): Promise<Segment | undefined> {
    if (at === announced.segments) return undefined
    const segment = await nextSegment(recipe, runs)
    const length = lengthOf(segment)
    // So that what a note announces bounds the work.
    if (length === 0) throw new RecipeError('damaged', 'a segment of nothing')
    written += length
    if (written > announced.size) throw new RecipeError('damaged', `more than the layer's ${announced.size} bytes`)
    ahead.expect(segment.references)
    ahead.expect({ start: segment.steps.from, length: segment.steps.copy })
    return segment
  }

  let next = await begun(0)
  for (let at = 1; next; at++) {
    const segment: Segment = next
    // Its old bytes are read while this one is rebuilt.
    next = await begun(at)
    yield* chunksOf(segment, await residualOf(segment, literal, ahead, rooms), ahead, output)
  }
  if (!output.isEmpty) yield output.taken()
  const used = { size: written, literals: literal.taken, segments: announced.segments }
  if (written !== announced.size || literal.taken !== announced.literals) throw mismatch(announced, used)
  if (!(await recipe.atEnd()) || !(await literal.atEnd()))
    throw new RecipeError('damaged', 'bytes behind the last segment')
}

function lengthOf({ residual, steps }: Segment): number {
  let length = residual
  for (let at = 0; at < steps.copy.length; at++) length += steps.copy[at]!
  return length
}

/** What stands between the copies: literals, and matches with the reference. */
async function residualOf(
  segment: Segment,
  literals: Feed,
  ahead: ReadingAhead,
  rooms: Record<'reference' | 'residual', Room>,
): Promise<Uint8Array> {
  const reference = await inOnePiece(ahead, segment.references, (length) => rooms.reference.of(length))
  const residual = rooms.residual.of(segment.residual)
  const { literal, length, from } = segment.matches
  let at = 0
  for (let match = 0; match < length.length; match++) {
    const end = at + literal[match]!
    at = literals.copy(residual, at, end)
    if (at < end) await literals.fill(residual, at, end)
    copyWithin(residual, end, reference, from[match]!, length[match]!)
    at = end + length[match]!
  }
  await literals.fill(residual, at, residual.length)
  return residual
}

/** Gathered to full chunks, over segments. */
async function* chunksOf(
  { steps }: Segment,
  residual: Uint8Array,
  ahead: ReadingAhead,
  output: Output,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let step = 0; step < steps.copy.length; step++) {
    let piece = residual.subarray(at, (at += steps.residual[step]!))
    for (let from = steps.from[step]!, end = from + steps.copy[step]!; ; from += piece.length) {
      for (let taken = output.add(piece, 0); output.isFull; taken += output.add(piece, taken)) yield output.taken()
      if (from === end) break
      piece = ahead.there(from, end) ?? (await ahead.piece(from, end))
    }
  }
}

function mismatch(expected: Announced, found: Announced): RecipeError {
  return new RecipeError('damaged', `${JSON.stringify(expected)} was announced, ${JSON.stringify(found)} came`)
}
