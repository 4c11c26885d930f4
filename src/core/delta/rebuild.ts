import { Feed } from './feed'
import { beginOps, nextSegment } from './next-segment'
import type { OldSpace } from './old-space'
import { ReadingAhead, readReference } from './reading-ahead'
import { RecipeError } from './recipe-error'
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
  let written = 0
  for (let segments = 0; segments < announced.segments; segments++) {
    const segment = await nextSegment(recipe, runs)
    const length = lengthOf(segment)
    // So that what a note announces bounds the work.
    if (length === 0) throw new RecipeError('damaged', 'a segment of nothing')
    written += length
    if (written > announced.size) throw new RecipeError('damaged', `more than the layer's ${announced.size} bytes`)
    yield* output(segment, await residualOf(segment, literal, old), ahead)
  }
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
async function residualOf(segment: Segment, literals: Feed, old: OldSpace): Promise<Uint8Array> {
  const residual = new Uint8Array(segment.residual)
  const reference = await readReference(old, segment.references)
  const { literal, length, from } = segment.matches
  let at = 0
  for (let match = 0; match < length.length; match++) {
    if (literal[match]! > 0) residual.set(await literals.take(literal[match]!), at)
    at += literal[match]!
    copyWithin(residual, at, reference, from[match]!, length[match]!)
    at += length[match]!
  }
  residual.set(await literals.take(residual.length - at), at)
  return residual
}

/** Below this many bytes a loop is faster than a view of them. */
const SHORT = 48

function copyWithin(to: Uint8Array, at: number, source: Uint8Array, from: number, length: number): void {
  if (length >= SHORT) to.set(source.subarray(from, from + length), at)
  else for (let byte = 0; byte < length; byte++) to[at + byte] = source[from + byte]!
}

const OUTPUT = 1024 * 1024

async function* output(segment: Segment, residual: Uint8Array, ahead: ReadingAhead): AsyncGenerator<Uint8Array> {
  const { steps } = segment
  const buffer = new Uint8Array(OUTPUT)
  let filled = 0
  let at = 0
  for (let step = 0; step < steps.copy.length; step++) {
    yield* put(residual.subarray(at, (at += steps.residual[step]!)))
    const end = steps.from[step]! + steps.copy[step]!
    for (let from = steps.from[step]!; from < end;) {
      const piece = await ahead.piece(segment, step, from)
      from += piece.length
      yield* put(piece)
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)

  /** Small pieces are gathered, large ones go by. */
  function* put(piece: Uint8Array): Generator<Uint8Array> {
    if (filled + piece.length > OUTPUT && filled > 0) {
      yield buffer.subarray(0, filled)
      filled = 0
    }
    if (piece.length > OUTPUT) yield piece
    else {
      copyWithin(buffer, filled, piece, 0, piece.length)
      filled += piece.length
    }
  }
}

function mismatch(expected: Announced, found: Announced): RecipeError {
  return new RecipeError('damaged', `${JSON.stringify(expected)} was announced, ${JSON.stringify(found)} came`)
}
