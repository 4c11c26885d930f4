import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import type { Ranges } from '../../../../src/core/delta/old-reader'
import { ReadingAhead } from '../../../../src/core/delta/reading-ahead'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const MiB = 1024 * 1024
const bytes = bytesOfSeed(11, 5 * MiB)
const whole = Buffer.concat([bytes, bytes, bytes])
const TWO_SOURCES = [10 * MiB, 5 * MiB]

/** Notes what is opened. */
class Watched extends OldSpace {
  readonly opened: (readonly [start: number, end: number])[] = []

  constructor(...sizes: readonly number[]) {
    let end = 0
    super(sizes.map((size) => new Blob([whole.subarray(end, (end += size))])))
  }

  override slice(start: number, end: number) {
    this.opened.push([start, end])
    return super.slice(start, end)
  }
}

type Pair = readonly [start: number, length: number]
/** What one segment wants: its reference, and what is copied. */
type Wanted = readonly [reference: readonly Pair[], copies: readonly Pair[]]

const columns = (pairs: readonly Pair[]): Ranges => ({
  start: pairs.map(([start]) => start),
  length: pairs.map(([, length]) => length),
})

/** As layers are rebuilt: what the next segment wants is told before this one's is taken. */
async function read(old: OldSpace, segments: readonly Wanted[]): Promise<Buffer> {
  const ahead = new ReadingAhead(old)
  const expectNext = (wanted: Wanted | undefined) => wanted && ahead.expect(...wanted.map(columns))
  expectNext(segments[0])
  const parts: Uint8Array[] = []
  for (const [at, wanted] of segments.entries()) {
    expectNext(segments[at + 1])
    for (const [start, length] of wanted.flat())
      for (let from = start; from < start + length;) {
        const piece = await ahead.piece(from, start + length)
        parts.push(piece.slice())
        from += piece.length
      }
    ahead.done()
  }
  ahead.close()
  return Buffer.concat(parts)
}

const expected = (segments: readonly Wanted[]) =>
  Buffer.concat(segments.flat(2).map(([start, length]) => whole.subarray(start, start + length)))

const [BORDER] = TWO_SOURCES as [number]
const pair = (longest: number) =>
  fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: longest })).map(([start, length]): Pair => {
    return [start, Math.min(length, (start < BORDER ? BORDER : whole.length) - start)]
  })
const some = (longest: number) => fc.array(pair(longest), { maxLength: 8 })
const ascending = some(MiB).map((pairs) => pairs.toSorted(([one], [other]) => one - other))

test('whatever segments want, they get, one after the other', async () => {
  const wanted = fc.tuple(ascending, fc.oneof(some(2000), some(3 * MiB)))
  await fc.assert(
    fc.asyncProperty(fc.array(wanted, { maxLength: 4 }), async (segments) => {
      expect((await read(new Watched(...TWO_SOURCES), segments)).equals(expected(segments))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('what is both referred to and copied is read once, and what lies between along with it', async () => {
  const old = new Watched(whole.length)
  const segments: Wanted[] = [[[[100_000, 5000], [200_000, 5000]], [[190_000, 20_000], [90_000, 12_000]]]] // prettier-ignore
  expect((await read(old, segments)).equals(expected(segments))).toBe(true)
  expect(old.opened).toEqual([[90_000, 210_000]])
})

test('what is far apart is read by itself, and nothing over a border', async () => {
  const old = new Watched(...TWO_SOURCES)
  await read(old, [[[[10, 100], [BORDER, 30]], [[BORDER - 50, 50], [MiB, 60]]]]) // prettier-ignore
  expect(old.opened).toEqual([[10, 110], [MiB, MiB + 60], [BORDER - 50, BORDER], [BORDER, BORDER + 30]]) // prettier-ignore
})

test('segments that go on where the one before ends, or a little before that, are read by one stream', async () => {
  const old = new Watched(whole.length)
  const segments = [0, 1, 2, 3].map((at): Wanted => {
    const start = at * 1.5 * MiB
    return [[[start, 1000]], [[start, 1.5 * MiB + 3000]]]
  })
  expect((await read(old, segments)).equals(expected(segments))).toBe(true)
  expect(old.opened).toEqual([[0, whole.length]])
})

test('what is too much to be held goes by in the order in which it is wanted', async () => {
  const old = new Watched(whole.length)
  const segments: Wanted[] = [[[[0, 6 * MiB]], [[9 * MiB, 5 * MiB], [MiB, 100]]]] // prettier-ignore
  expect((await read(old, segments)).equals(expected(segments))).toBe(true)
  expect(old.opened).toEqual([[0, whole.length], [9 * MiB, whole.length], [MiB, MiB + 100]]) // prettier-ignore
})

test('a range that leaves its source is damage, in either list', () => {
  const within: Pair[] = [[0, 10]]
  const crossing: Pair[] = [[BORDER - 1, 2]]
  for (const wanted of [
    [crossing, within],
    [within, crossing],
  ])
    // prettier-ignore
    expect(() => new ReadingAhead(new Watched(...TWO_SOURCES)).expect(...wanted.map(columns))).toThrow(
      expect.objectContaining({ name: 'RecipeError' }),
    )
})

test('what a segment wants stays until the segment is done with, and goes then', async () => {
  const ahead = new ReadingAhead(new Watched(whole.length))
  const wanted = [[[0, 50_000]], [[2 * MiB, 50_000]]] satisfies Wanted // prettier-ignore
  ahead.expect(...wanted.map(columns))
  const first = await ahead.piece(0, 50_000)
  const second = await ahead.piece(2 * MiB, 2 * MiB + 50_000)
  expect([first.length, second.length]).toEqual([50_000, 50_000])
  ahead.done()
  expect([first.length, second.length]).toEqual([0, 0])
})
