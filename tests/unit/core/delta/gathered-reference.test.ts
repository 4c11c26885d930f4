import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Arena } from '../../../../src/core/delta/arena'
import { blockMemory, Blocks } from '../../../../src/core/delta/blocks'
import { GatheredReference } from '../../../../src/core/delta/gathered-reference'
import { OldSpace } from '../../../../src/core/delta/old-space'
import type { Range } from '../../../../src/core/delta/ranges'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat } from '../../../fixtures/tar'

const BLOCK = 256 * 1024
const sources = [bytesOfSeed(1, 3 * BLOCK), bytesOfSeed(2, 2 * BLOCK + 77)]
const all = concat(...sources)
const space = new OldSpace(sources.map((bytes) => new Blob([bytes])))

/** A reference to some ranges, where some places were read before and what else was is kept no more. */
async function gathered(read: readonly number[], ranges: readonly Range[]) {
  const blocks = new Blocks(space, { kept: 2, ahead: 0 }, blockMemory())
  const reference = new GatheredReference(blocks, new Arena())
  for (const [at, range] of ranges.entries()) {
    const place = read[at % read.length]
    if (place !== undefined) await blocks.from(place)
    reference.add([range])
  }
  return reference.finished(space)
}

const bytesIn = (ranges: readonly Range[]) => concat(...ranges.map(({ start, end }) => all.slice(start, end)))

const range = fc.tuple(fc.nat(all.length - 1), fc.integer({ min: 1, max: BLOCK })).map(([start, length]) => {
  return { start, end: Math.min(start + length, space.boundsOf(start).end) }
})

test('the bytes are those of the ranges, whatever of them is still there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(all.length - 1), { minLength: 1 }), fc.array(range), async (read, ranges) => {
      const { ranges: joined, bytes } = await gathered(read, ranges)
      expect(Buffer.compare(bytes, bytesIn(joined))).toBe(0)
    }),
  )
})

test('what lies between two that are there is read', async () => {
  const around = [
    { start: 1000, end: 2000 },
    { start: BLOCK - 500, end: BLOCK + 40_000 },
    { start: 1900, end: BLOCK },
  ]
  const { ranges, bytes } = await gathered([0, BLOCK, 4 * BLOCK], around)
  expect(ranges).toEqual([{ start: 992, end: BLOCK + 40_000 }])
  expect(Buffer.compare(bytes, all.subarray(992, BLOCK + 40_000))).toBe(0)
})
