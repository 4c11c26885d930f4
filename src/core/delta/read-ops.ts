import { BerReader } from './ber'
import { Feed } from './feed'
import { RecipeError } from './recipe-error'
import { decodeColumns, HEADER_NUMBERS, newRuns, readHeader, sizeOf, type Runs, type Segment } from './segment'

/** What begins the ops of a layer. */
export const OPS_MAGIC = 'LSC1'

/** What is said of a layer beforehand. Sizes in bytes. */
export interface Announced {
  readonly size: number
  readonly literals: number
  readonly segments: number
}

/** The segments of a layer, as many as were announced, and of so many bytes. @throws RecipeError */
export async function* segmentsIn(
  ops: AsyncIterator<Uint8Array>,
  { size, segments }: Pick<Announced, 'size' | 'segments'>,
): AsyncGenerator<Segment> {
  const feed = new Feed(ops)
  await beginOps(feed)
  const runs = newRuns()
  let told = 0
  for (let at = 0; at < segments; at++) {
    const segment = await nextSegment(feed, runs)
    const length = sizeOf(segment)
    // So that what a note announces bounds the work.
    if (length === 0) throw new RecipeError('damaged', 'a segment of nothing')
    told += length
    if (told > size) throw otherSize(size, told)
    yield segment
  }
  if (told !== size) throw otherSize(size, told)
  if (!(await feed.atEnd())) throw behindTheLast()
}

/** @throws RecipeError where they are none. */
export async function beginOps(ops: Feed): Promise<void> {
  if (new TextDecoder().decode(await ops.take(OPS_MAGIC.length)) !== OPS_MAGIC)
    throw new RecipeError('damaged', 'no ops')
}

export async function nextSegment(ops: Feed, runs: Runs): Promise<Segment> {
  const reader = new BerReader(await ops.peek(HEADER_NUMBERS * LONGEST_NUMBER))
  const header = readHeader(reader)
  ops.skip(reader.read)
  const columns = await ops.take(header.groups.reduce((sum, bytes) => sum + bytes, 0))
  return decodeColumns(header, columns, runs)
}

export const otherSize = (expected: number, found: number) =>
  new RecipeError({ kind: 'size', expected, found }, `${found} bytes, instead of ${expected}`)

export const behindTheLast = () => new RecipeError('damaged', 'bytes behind the last segment')

const LONGEST_NUMBER = 8
