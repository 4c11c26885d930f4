import { copiesOf, type Copies } from './copies-kept'
import { Feed } from './feed'
import { beginOps, nextSegment } from './next-segment'
import type { OldSpace } from './old-space'
import { inOnePiece, ReadingAhead } from './reading-ahead'
import { RecipeError } from './recipe-error'
import { copyWithin, Output, Room } from './rebuilding'
import { newRuns, sizeOf, type Segment } from './segment'

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

  async function begun(at: number): Promise<Begun | undefined> {
    if (at === announced.segments) return undefined
    const segment = await nextSegment(recipe, runs)
    const size = sizeOf(segment)
    // So that what a note announces bounds the work.
    if (size === 0) throw new RecipeError('damaged', 'a segment of nothing')
    written += size
    if (written > announced.size) throw sizes(announced.size, written)
    ahead.expect(segment.references)
    const copies = copiesOf(segment)
    ahead.expect(copies.read)
    return { segment, copies }
  }

  let next = await begun(0)
  for (let at = 1; next; at++) {
    const now: Begun = next
    // Its old bytes are read while this one is rebuilt.
    next = await begun(at)
    const reference = await inOnePiece(ahead, now.segment.references, (length) => rooms.reference.of(length))
    const residual = rooms.residual.of(now.segment.residual)
    await fillResidual(residual, now.segment, literal, reference)
    yield* chunksOf(now, { residual, reference, ahead }, output)
  }
  ahead.close()
  if (!output.isEmpty) yield output.taken()
  if (written !== announced.size) throw sizes(announced.size, written)
  if (literal.taken !== announced.literals) throw sizes(announced.literals, literal.taken)
  if (!(await recipe.atEnd()) || !(await literal.atEnd()))
    throw new RecipeError('damaged', 'bytes behind the last segment')
}

/** A segment whose old bytes are on their way. */
interface Begun {
  readonly segment: Segment
  readonly copies: Copies
}

/** What stands between the copies: literals, and matches with the reference. */
async function fillResidual(
  residual: Uint8Array,
  segment: Segment,
  literals: Feed,
  reference: Uint8Array,
): Promise<void> {
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
}

interface Sources {
  readonly residual: Uint8Array
  readonly reference: Uint8Array
  readonly ahead: ReadingAhead
}

/** Gathered to full chunks, over segments. */
async function* chunksOf(
  { segment: { steps }, copies: { kept } }: Begun,
  { residual, reference, ahead }: Sources,
  output: Output,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let step = 0; step < steps.copy.length; step++) {
    let piece = residual.subarray(at, (at += steps.residual[step]!))
    const [start, place] = [steps.from[step]!, kept[step]!]
    for (let from = start, end = start + steps.copy[step]!; ; from += piece.length) {
      for (let taken = output.add(piece, 0); output.isFull; taken += output.add(piece, taken)) yield output.taken()
      if (from === end) break
      if (place >= 0) piece = reference.subarray(place, place + steps.copy[step]!)
      else piece = ahead.there(from, end) ?? (await ahead.piece(from, end))
    }
  }
}

const sizes = (expected: number, found: number) =>
  new RecipeError({ kind: 'size', expected, found }, `${found} bytes, instead of ${expected}`)
