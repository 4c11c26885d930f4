import { expect, test } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { BLOCK, Slice } from '../../../../src/core/delta/supply'
import { bytesOfSeed } from '../../../fixtures/changed-layers'

const bytes = bytesOfSeed(1, 5 * BLOCK)
const space = new OldSpace([new Blob([bytes])])

test('blocks of one slice share its memory, which goes with the last of them', async () => {
  const slice = new Slice(space, { start: BLOCK, end: 3 * BLOCK + 100 }, BLOCK)
  const blocks = await Promise.all([1, 2, 3].map((at) => slice.read(at * BLOCK, at < 3 ? BLOCK : 100)))
  expect(
    blocks.every(
      (block, at) => Buffer.compare(block, bytes.subarray((at + 1) * BLOCK, (at + 1) * BLOCK + block.length)) === 0,
    ),
  ).toBe(true)
  for (const { buffer } of blocks.slice(1)) slice.giveBack(buffer)
  expect(blocks[0]).toHaveLength(BLOCK)
  slice.giveBack(blocks[0]!.buffer)
  expect(blocks[0]).toHaveLength(0)
})
