import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { ReadingAhead, readReference } from '../../../../src/core/delta/reading-ahead'

const MiB = 1024 * 1024
const bytes = Uint8Array.from({ length: 5 * MiB }, (_, at) => (at * 2_654_435_761) >>> 24)
const BORDER = 3 * MiB
/** What is read at once, at most, and how many of that. */
const [SPAN, READS] = [2 * MiB, 3]
const blobs = [new Blob([bytes.subarray(0, BORDER)]), new Blob([bytes.subarray(BORDER)])]

/** Notes what is opened, and how much is read of it by itself at once. */
class Watched extends OldSpace {
  readonly opened: { start: number; end: number }[] = []
  underway = 0
  most = 0

  override slice(start: number, end: number) {
    this.opened.push({ start, end })
    return super.slice(start, end)
  }

  override async read(start: number, end: number) {
    this.most = Math.max(this.most, ++this.underway)
    const read = await super.read(start, end)
    this.underway--
    return read
  }
}

const columns = (ranges: readonly (readonly [start: number, length: number])[]) => ({
  start: ranges.map(([start]) => start),
  length: ranges.map(([, length]) => length),
})

async function read(old: OldSpace, ...all: readonly ReturnType<typeof columns>[]) {
  return readBy(Infinity, old, all)
}

/** @param most asked for at once. */
async function readBy(most: number, old: OldSpace, all: readonly ReturnType<typeof columns>[]) {
  const ahead = new ReadingAhead(old)
  for (const ranges of all) ahead.expect(ranges)
  const parts: Uint8Array[] = []
  for (const { start, length } of all)
    for (const [at, first] of start.entries())
      for (let from = first, end = first + length[at]!; from < end;) {
        const piece = await ahead.piece(from, Math.min(end, from + most))
        expect(piece.length > 0 && piece.length <= SPAN).toBe(true)
        parts.push(piece.slice())
        from += piece.length
      }
  return Buffer.concat(parts)
}

const expected = (...all: readonly ReturnType<typeof columns>[]) =>
  Buffer.concat(all.flatMap(({ start, length }) => start.map((from, at) => bytes.subarray(from, from + length[at]!))))

const range = fc
  .tuple(fc.boolean(), fc.nat({ max: 2 * MiB - 1 }), fc.integer({ min: 0, max: 2 * MiB }))
  .map(([second, start, length]) => {
    const [from, border] = second ? [BORDER + start, bytes.length] : [start, BORDER]
    return [from, Math.min(length, border - from)] as const
  })
const near = fc.tuple(fc.nat({ max: MiB }), fc.nat({ max: 3000 })).map(([from, length]) => [from, length] as const)

test('ranges come as they are, in the order in which they are wanted, wherever they lie', async () => {
  const some = fc.array(fc.oneof(range, near), { maxLength: 12 }).map(columns)
  await fc.assert(
    fc.asyncProperty(some, some, fc.integer({ min: 1000, max: 3 * MiB }), async (one, other, most) => {
      const all = [one, other]
      expect((await readBy(most, new OldSpace(blobs), all)).equals(expected(...all))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('those that lie close together come by one read', async () => {
  const old = new Watched(blobs)
  await read(old, columns([[10, 100], [5000, 70], [200_000, 3], [400_000, 10], [100, 200]])) // prettier-ignore
  expect(old.opened).toEqual([{ start: 10, end: 400_010 }])
})

test('what is far away is not read along, nor what lies behind a border', async () => {
  const old = new Watched(blobs)
  await read(old, columns([[0, 100], [400_000, 100], [BORDER - 50, 50], [BORDER, 20]])) // prettier-ignore
  expect(old.opened.map(({ start }) => start)).toEqual([0, 400_000, BORDER - 50, BORDER])
})

test('a few reads are under way at once, and over what was said at two times', async () => {
  const many = () => new Watched([new Blob([bytes, bytes, bytes])])
  const [old, other] = [many(), many()]
  await read(old, columns([[0, 10]]), columns([[MiB, 10]]))
  expect([old.opened.length, old.most]).toEqual([2, 2])
  await read(other, columns(Array.from({ length: 7 }, (_, at) => [at * MiB, 10] as const)))
  expect([other.opened.length, other.most]).toEqual([7, READS])
})

test('what goes on for long is opened once, and what lies far away for itself', async () => {
  const old = new Watched([new Blob([bytes, bytes, bytes, bytes])])
  await read(old, columns([[7, 5 * MiB], [6 * MiB, 3 * MiB]]), columns([[100, 50], [9.5 * MiB, MiB], [17 * MiB, MiB]])) // prettier-ignore
  expect(old.opened.map(({ start }) => start)).toEqual([7, 100, 17 * MiB])
})

test('a reference is its ranges, joined', async () => {
  const ranges = columns([[7, 5 * MiB], [5 * MiB + 99, 4], [9 * MiB, 1000]]) // prettier-ignore
  const whole = Buffer.concat([bytes, bytes])
  const joined = ranges.start.map((start, at) => whole.subarray(start, start + ranges.length[at]!))
  const old = new OldSpace([new Blob([bytes, bytes])])
  expect(Buffer.concat(joined).equals(await readReference(old, ranges))).toBe(true)
})

test('where no memory can be given to read into, it comes all the same', async () => {
  const stream = vi.spyOn(Blob.prototype, 'stream').mockImplementation(() => new ReadableStream())
  const ranges = columns([[0, 2 * SPAN], [10, 99]]) // prettier-ignore
  const old = new OldSpace([new Blob([bytes])])
  expect((await read(old, ranges)).equals(expected(ranges))).toBe(true)
  stream.mockRestore()
})

test('a range that leaves its source is damage, though it be read in pieces', () => {
  const ahead = new ReadingAhead(new OldSpace(blobs))
  const crossing = () => ahead.expect(columns([[0, BORDER + 1]]))
  expect(crossing).toThrow(
    expect.objectContaining({ name: 'RecipeError', fault: expect.objectContaining({ kind: 'place' }) as unknown }),
  )
})

test('a read that fails is told to who waits for it, and to nobody else', async () => {
  const gone = new DOMException('gone', 'NotReadableError')
  class Gone extends OldSpace {
    override slice(start: number, end: number) {
      const blob = super.slice(start, end)
      blob.stream = () => new ReadableStream({ type: 'bytes', pull: (controller) => controller.error(gone) })
      blob.arrayBuffer = () => Promise.reject(gone)
      return blob
    }
  }
  for (const length of [2 * MiB, 100]) {
    const ahead = new ReadingAhead(new Gone(blobs))
    ahead.expect(columns([[0, length]]))
    await expect(ahead.piece(0, length)).rejects.toBe(gone)
  }
})
