import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { OPS_MAGIC } from '../../../../src/core/delta/read-ops'
import { rebuilt } from '../../../../src/core/delta/rebuild'
import { encodeSegment, LIMIT, newRuns } from '../../../../src/core/delta/segment'
import { asColumns, meaningOf, OLD, plainSegment, SOURCES, type PlainSegment } from '../../../fixtures/recipes'
import { BerWriter } from '../../../../src/core/delta/ber'

const old = () => new OldSpace([new Blob([OLD.subarray(0, SOURCES[0])]), new Blob([OLD.subarray(SOURCES[0])])])

function opsOf(segments: readonly PlainSegment[]): Uint8Array {
  const runs = newRuns()
  const encoded = segments.flatMap((segment) => encodeSegment(asColumns(segment), runs).map((bytes) => bytes.slice()))
  return joined([new TextEncoder().encode(OPS_MAGIC), ...encoded])
}

const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function rebuild(ops: Uint8Array, literals: Uint8Array, announced: Parameters<typeof rebuilt>[0], size = 7) {
  const bytes: number[] = []
  for await (const chunk of rebuilt(announced, inChunks(ops, size), inChunks(literals, size), old()))
    bytes.push(...chunk)
  return bytes
}

function layerOf(segments: readonly PlainSegment[]) {
  const literals = joined(segments.map((segment) => segment.literals))
  const expected = segments.flatMap(meaningOf)
  const announced = { size: expected.length, literals: literals.length, segments: segments.length }
  return { ops: opsOf(segments), literals, expected, announced }
}

test('a layer is what its segments mean, however its bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(plainSegment, { maxLength: 4 }),
      fc.integer({ min: 1, max: 5000 }),
      async (segments, size) => {
        const { ops, literals, expected, announced } = layerOf(segments)
        expect(await rebuild(ops, literals, announced, size)).toEqual(expected)
      },
    ),
  )
})

test('a copy longer than what is read at once comes whole', async () => {
  const bytes = new Uint8Array(5 * 1024 * 1024).map((_, at) => (at >> 8) ^ at)
  const columns = {
    residual: 0,
    references: { start: [], length: [] },
    steps: { residual: [0], copy: [bytes.length - 3], from: [3] },
    matches: { literal: [], length: [], from: [] },
  }
  const ops = joined([new TextEncoder().encode(OPS_MAGIC), ...encodeSegment(columns, newRuns())])
  const announced = { size: bytes.length - 3, literals: 0, segments: 1 }
  let at = 3
  for await (const chunk of rebuilt(
    announced,
    inChunks(ops, 99),
    inChunks(new Uint8Array(), 1),
    new OldSpace([new Blob([bytes])]),
  )) {
    expect(Buffer.compare(chunk, bytes.subarray(at, at + chunk.length))).toBe(0)
    at += chunk.length
  }
  expect(at).toBe(bytes.length)
})

describe('nothing but the right bytes, or a RecipeError', () => {
  test('one flipped bit in the ops', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plainSegment, { minLength: 1, maxLength: 3 }), fc.nat(), async (segments, place) => {
        const { ops, literals, announced } = layerOf(segments)
        const bit = place % (ops.length * 8)
        ops[bit >> 3]! ^= 1 << (bit & 7)
        const outcome = await rebuild(ops, literals, announced).catch((thrown: Error) => thrown.name)
        // What still has the right length is told by its hash, by whoever asked.
        if (outcome === 'RecipeError') return
        expect(outcome).toHaveLength(announced.size)
      }),
      { numRuns: 500 },
    )
  })

  test('ops and literals that are cut off, or go on behind their end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plainSegment, { minLength: 1, maxLength: 3 }), fc.nat(), async (segments, place) => {
        const { ops, literals, announced } = layerOf(segments)
        const damaged = { name: 'RecipeError' }
        await expect(rebuild(ops.subarray(0, place % ops.length), literals, announced)).rejects.toMatchObject(damaged)
        await expect(rebuild(joined([ops, Uint8Array.of(0)]), literals, announced)).rejects.toMatchObject(damaged)
        await expect(rebuild(ops, joined([literals, Uint8Array.of(0)]), announced)).rejects.toMatchObject(damaged)
        if (literals.length > 0)
          await expect(rebuild(ops, literals.subarray(1), announced)).rejects.toMatchObject(damaged)
      }),
    )
  })

  test.each([
    ['residual', [LIMIT.residual + 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['references', [0, LIMIT.references + 1, 0, 0, 0, 0, 0, 0, 0]],
    ['steps', [0, 0, LIMIT.steps + 1, 0, 0, 0, 0, 0, 0]],
    ['matches', [80, 0, 0, 12, 0, 0, 0, 0, 0]],
    ['column bytes', [0, 1, 0, 0, 17, 0, 0, 0, 0]],
  ])('more %s than a reader gives is refused by the header alone', async (what, numbers) => {
    const header = new BerWriter()
    for (const number of numbers) header.put(number)
    const ops = joined([new TextEncoder().encode(OPS_MAGIC), header.bytes()])
    const reading = rebuild(ops, new Uint8Array(), { size: 1, literals: 0, segments: 1 })
    await expect(reading).rejects.toMatchObject({ fault: { kind: 'limit' }, message: expect.stringContaining(what) })
  })

  test('a reference larger than a reader gives is refused', async () => {
    const huge = { start: [0, LIMIT.reference], length: [LIMIT.reference, 1] }
    const none = { literal: [], length: [], from: [] }
    const columns = { residual: 0, references: huge, steps: { residual: [], copy: [], from: [] }, matches: none }
    const ops = joined([new TextEncoder().encode(OPS_MAGIC), ...encodeSegment(columns, newRuns())])
    const reading = rebuild(ops, new Uint8Array(), { size: 0, literals: 0, segments: 1 })
    await expect(reading).rejects.toMatchObject({
      fault: { kind: 'limit', expected: LIMIT.reference, found: LIMIT.reference + 1 },
    })
  })

  const NOTHING = { literal: [], length: [], from: [] }
  const NO_RANGES = { start: [], length: [] }

  test.each([
    [
      'makes nothing',
      { residual: 0, references: NO_RANGES, steps: { residual: [], copy: [], from: [] }, matches: NOTHING },
    ],
    [
      'has a step of nothing',
      { residual: 2, references: NO_RANGES, steps: { residual: [0, 2], copy: [0, 0], from: [0, 0] }, matches: NOTHING },
    ],
    [
      'takes less than its residual',
      { residual: 3, references: NO_RANGES, steps: { residual: [2], copy: [0], from: [0] }, matches: NOTHING },
    ],
  ])('a segment that %s is refused', async (_, columns) => {
    const ops = joined([new TextEncoder().encode(OPS_MAGIC), ...encodeSegment(columns, newRuns())])
    const reading = rebuild(ops, new Uint8Array(2), { size: 2, literals: 2, segments: 1 })
    await expect(reading).rejects.toMatchObject({ fault: { kind: 'damaged' } })
  })

  test('columns that go on behind their numbers are refused', async () => {
    const header = new BerWriter()
    for (const number of [2, 0, 1, 0, 0, 3, 0, 0, 0]) header.put(number)
    const ops = joined([new TextEncoder().encode(OPS_MAGIC), header.bytes(), Uint8Array.of(2, 0, 0)])
    const reading = rebuild(ops, new Uint8Array(2), { size: 2, literals: 2, segments: 1 })
    await expect(reading).rejects.toMatchObject({
      fault: { kind: 'damaged' },
      message: expect.stringContaining('columns'),
    })
  })

  test('more literals than are taken are refused, though none lie behind', async () => {
    const { ops, literals, announced } = layerOf([
      { literals: new Uint8Array(9), references: [], matches: [], steps: [{ residual: 9, copy: 0, from: 0 }] },
    ])
    const reading = rebuild(ops, literals, { ...announced, literals: 10 })
    await expect(reading).rejects.toMatchObject({ fault: { kind: 'size', expected: 10, found: 9 } })
  })

  test('a copy that crosses from one source into the next is refused', async () => {
    const columns = {
      residual: 0,
      references: { start: [], length: [] },
      steps: { residual: [0], copy: [20], from: [SOURCES[0] - 10] },
      matches: { literal: [], length: [], from: [] },
    }
    const ops = joined([new TextEncoder().encode(OPS_MAGIC), ...encodeSegment(columns, newRuns())])
    const reading = rebuild(ops, new Uint8Array(), { size: 20, literals: 0, segments: 1 })
    await expect(reading).rejects.toMatchObject({ fault: { kind: 'place', offset: SOURCES[0] - 10 } })
  })
})
