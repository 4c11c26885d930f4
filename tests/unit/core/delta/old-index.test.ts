import { expect, test } from 'vitest'
import { blockMemory } from '../../../../src/core/delta/blocks'
import { indexOld } from '../../../../src/core/delta/old-index'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat, tarOf, type Bytes } from '../../../fixtures/tar'

const KIB = 1024
const small = Array.from({ length: 900 }, (_, at) => ({ name: `small/${at}`, body: bytesOfSeed(at, (at * 37) % 700) }))
const large = { name: 'large', body: bytesOfSeed(1, 900 * KIB) }

const olds: Record<string, Bytes[]> = {
  'entries of all sizes': [tarOf([...small, large, { name: 'empty', body: new Uint8Array() }])],
  'some layers': [tarOf([large]), tarOf(small), tarOf([{ name: 'one', body: bytesOfSeed(3, 5000) }])],
  'what is no tar': [bytesOfSeed(2, 700 * KIB), tarOf(small)],
  'a tar with rubbish behind, and one that is cut off': [
    concat(tarOf(small), bytesOfSeed(4, 300 * KIB + 5)),
    tarOf([large]).subarray(0, 400 * KIB),
  ],
}

test.each(Object.entries(olds))('every byte is shown once and in order: %s', async (_, layers) => {
  const seen: Bytes[] = []
  let next = 0
  await indexOld(new OldSpace(layers.map((bytes) => new Blob([bytes]))), blockMemory(), async (bytes, at) => {
    expect(at).toBe(next)
    next += bytes.length
    seen.push(bytes.slice())
  })
  expect(Buffer.compare(concat(...seen), concat(...layers))).toBe(0)
})

test('small entries are shown many at a time', async () => {
  let shown = 0
  await indexOld(new OldSpace([new Blob([tarOf(small)])]), blockMemory(), async () => void shown++)
  expect(shown).toBeLessThan(10)
})

test('a file is found by its path, and its bytes by what they are', async () => {
  const layer = tarOf([...small, large])
  const { partnerOf, prints } = await indexOld(new OldSpace([new Blob([layer])]), blockMemory(), async () => {})
  const { start, size } = partnerOf('large')!
  expect(Buffer.compare(layer.subarray(start, start + size), large.body)).toBe(0)
  expect(partnerOf('nowhere')).toBeUndefined()
  expect(prints.bits).toBeGreaterThan(0)
})
