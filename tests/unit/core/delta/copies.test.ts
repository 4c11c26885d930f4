import { expect, test } from 'vitest'
import { blockMemory, Blocks } from '../../../../src/core/delta/blocks'
import { findCopies, type Copies } from '../../../../src/core/delta/copies'
import { Fingerprints } from '../../../../src/core/delta/fingerprints'
import { indexOld, type OldIndex } from '../../../../src/core/delta/old-index'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat, tarOf, type Bytes } from '../../../fixtures/tar'

const KEEPING = { kept: 20, ahead: 4 }

const spaceOf = (...layers: readonly Bytes[]) => new OldSpace(layers.map((bytes) => new Blob([bytes])))

const indexOf = async (old: Bytes) => (await indexOld(spaceOf(old), async () => {})).index

/** An index that knows no bytes, but names alone. */
async function byNames(old: Bytes): Promise<OldIndex> {
  return { ...(await indexOf(old)), prints: new Fingerprints(old.length) }
}

async function copiesOf(fresh: Bytes, old: Bytes, index: OldIndex) {
  const memory = blockMemory()
  const blocks = (bytes: Bytes) => new Blocks(spaceOf(bytes), KEEPING, memory)
  let copies: Copies | undefined
  for await (const found of findCopies(blocks(fresh), blocks(old), index)) copies = found.copies
  const { at, from, length } = copies!
  for (const [nth, start] of at.entries()) {
    const run = fresh.subarray(start, start + length[nth]!)
    expect(Buffer.compare(run, old.subarray(from[nth]!, from[nth]! + length[nth]!))).toBe(0)
  }
  return at.map((start, nth) => ({ at: start, from: from[nth]!, length: length[nth]! }))
}

const HEADER = 512

test('of a file that begins otherwise its end is found by its partner, without a sample', async () => {
  const end = bytesOfSeed(1, 3000)
  const old = tarOf([{ name: 'a', body: concat(bytesOfSeed(2, 5000), end) }])
  const fresh = tarOf([{ name: 'a', body: concat(bytesOfSeed(3, 9000), end) }])
  const found = await copiesOf(fresh, old, await byNames(old))
  expect(found).toContainEqual(expect.objectContaining({ at: HEADER + 9000, from: HEADER + 5000 }))
})

test('what is shorter than a copy is left, at either end', async () => {
  // With what is equal of the header in front.
  const [start, end] = [bytesOfSeed(1, 600), bytesOfSeed(4, 1000)]
  const old = tarOf([{ name: 'a', body: concat(start, bytesOfSeed(2, 5000), end) }])
  const fresh = tarOf([{ name: 'a', body: concat(start, bytesOfSeed(3, 9000), end) }])
  const within = (await copiesOf(fresh, old, await byNames(old))).filter(({ at }) => at > 0 && at < HEADER + 9000)
  expect(within).toEqual([])
})

test('a run in a file of another name is found by samples, from its beginning to its end', async () => {
  const run = bytesOfSeed(1, 40_000)
  const old = tarOf([{ name: 'a', body: concat(bytesOfSeed(2, 3001), run, bytesOfSeed(5, 700)) }])
  const fresh = tarOf([{ name: 'z', body: concat(bytesOfSeed(3, 777), run, bytesOfSeed(6, 50)) }])
  const found = await copiesOf(fresh, old, await indexOf(old))
  expect(found).toContainEqual({ at: HEADER + 777, from: HEADER + 3001, length: run.length })
})

test('a run in a file of another name is found however far behind a change it begins', async () => {
  const run = bytesOfSeed(1, 4000)
  const old = tarOf([{ name: 'a', body: concat(bytesOfSeed(2, 3001), run, bytesOfSeed(5, 700)) }])
  const index = await indexOf(old)
  for (let before = 0; before < 300_000; before = 2 * before + 401) {
    const fresh = tarOf([{ name: 'z', body: concat(bytesOfSeed(3, before), run, bytesOfSeed(6, 50)) }])
    const found = await copiesOf(fresh, old, index)
    expect(found).toContainEqual({ at: HEADER + before, from: HEADER + 3001, length: run.length })
  }
})
