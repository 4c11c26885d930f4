import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockMemory, Blocks } from '../../../../src/core/delta/blocks'
import { ReadBefore } from '../../../../src/core/delta/old-reader'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const KIB = 1024
const BORDER = 700 * KIB
const bytes = bytesOfSeed(3, 1500 * KIB)
const space = new OldSpace([new Blob([bytes.subarray(0, BORDER)]), new Blob([bytes.subarray(BORDER)])])
const blocks = () => new Blocks(space, { kept: 4, ahead: 2 }, blockMemory())
const columns = (start: number, length: number) => ({ start: [start], length: [length] })

test('a range comes as it is, wherever others read meanwhile', async () => {
  const range = fc
    .tuple(fc.boolean(), fc.nat({ max: 690 * KIB }), fc.nat({ max: 700 * KIB }))
    .map(([second, start, length]) => {
      const [from, border] = second ? [BORDER + start, bytes.length] : [start, BORDER]
      return { from, end: Math.min(from + length, border) }
    })
  await fc.assert(
    fc.asyncProperty(fc.array(range, { maxLength: 6 }), fc.nat({ max: bytes.length - 1 }), async (ranges, other) => {
      const shared = blocks()
      const old = new ReadBefore(space, shared)
      for (const { from, end } of ranges) {
        old.expect(columns(from, end - from))
        for (let at = from; at < end;) {
          const piece = await old.piece(at, end)
          expect(piece.length > 0 && Buffer.compare(piece, bytes.subarray(at, at + piece.length)) === 0).toBe(true)
          at += piece.length
          await shared.from(other)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('a range that leaves its source is damage, as it is to who restores', () => {
  const old = new ReadBefore(space, blocks())
  for (const [start, length] of [
    [0, BORDER + 1],
    [BORDER - 1, 2],
    [BORDER, 801 * KIB],
    [bytes.length + 5, 1],
  ] as const)
    // prettier-ignore
    expect(() => old.expect(columns(start, length))).toThrow(expect.objectContaining({ fault: expect.objectContaining({ kind: 'place' }) as unknown }))
  for (const [start, length] of [
    [0, BORDER],
    [BORDER, 800 * KIB],
    [bytes.length + 5, 0],
  ] as const)
    // prettier-ignore
    expect(() => old.expect(columns(start, length))).not.toThrow()
})
