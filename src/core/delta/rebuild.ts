import { quietly } from '../quietly'
import { copiesOf, type CopiesKept } from './copies-kept'
import { Feed } from './feed'
import type { OldReader } from './old-reader'
import type { OldSpace } from './old-space'
import { behindTheLast, otherSize, segmentsIn, type Announced } from './read-ops'
import { inOnePiece, ReadingAhead } from './reading-ahead'
import { copyBytes, Output, Room } from './room'
import { forget, type Segment } from './segment'

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
  const literal = new Feed(literals)
  const ahead = new ReadingAhead(old)
  yield* rebuiltBy(segmentsIn(ops, announced), literal, ahead)
  ahead.close()
  const isAll = await literal.atEnd()
  if (literal.taken !== announced.literals) throw otherSize(announced.literals, literal.taken)
  if (!isAll) throw behindTheLast()
}

/** The same, of segments that are known to fit. The next one is asked for before this one is rebuilt. */
export async function* rebuiltBy(
  segments: AsyncIterator<Segment>,
  literals: Feed,
  old: OldReader,
): AsyncGenerator<Uint8Array> {
  const rooms = { reference: new Room(), residual: new Room() }
  const output = new Output()

  /** Its old bytes are read meanwhile. */
  async function begun(): Promise<Begun | undefined> {
    const { done, value: segment } = await segments.next()
    if (done) return undefined
    const copies = copiesOf(segment)
    old.expect(segment.references, copies.read)
    return { segment, copies }
  }

  let next = begun()
  for (let now = await next; now; now = await next) {
    next = quietly(begun())
    const reference = await inOnePiece(old, now.segment.references, (length) => rooms.reference.of(length))
    const residual = rooms.residual.of(now.segment.residual)
    await fillResidual(residual, now.segment, literals, reference)
    yield* stepsOf(now, { residual, reference, old }, output)
    old.done()
    forget(now.segment)
  }
  if (!output.isEmpty) yield output.taken()
}

/** A segment whose old bytes are on their way. */
interface Begun {
  readonly segment: Segment
  readonly copies: CopiesKept
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
    copyBytes(residual, end, reference, from[match]!, length[match]!)
    at = end + length[match]!
  }
  await literals.fill(residual, at, residual.length)
}

interface Sources {
  readonly residual: Uint8Array
  readonly reference: Uint8Array
  readonly old: OldReader
}

/** What the steps make, gathered to full chunks over segments. */
async function* stepsOf(
  { segment: { steps }, copies: { kept } }: Begun,
  { residual, reference, old }: Sources,
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
      else {
        // Whoever takes a chunk may ask for old bytes, too.
        const there = old.piece(from, Math.min(end, from + output.room))
        piece = there instanceof Promise ? await there : there
      }
    }
  }
}
