import { expect, test } from 'vitest'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import type { Packing } from '../../../../fixtures/layers'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const layer = (seed: number, size = 600_000): Bytes => tarOf([{ name: `data-${seed}`, body: bytesOfSeed(seed, size) }])
const image = (name: string, seeds: readonly number[], packing: Packing = 'tar') =>
  fileOf(imageOfLayers(seeds.map((seed) => layer(seed)), packing), name) // prettier-ignore

test.each(['tar', 'gzip'] as const)(
  'a second archive is made of what comes of the first, and restored by it (%s)',
  async (packing) => {
    const base = image('base.tar', [1])
    const [first, second] = [image('a.tar', [1, 2, 3], packing), image('b.tar', [1, 2, 3, 4], packing)]
    const a = await compacted(first, [base])
    const b = await compacted(second, [base], 'zstd', [first])
    expect(b.plan.items.map(({ kind }) => kind)).not.toContain('changed')
    const wholeA = await uncompacted(fileOf(a.bytes, 'a.compact.tar'), [base])
    const wholeB = await uncompacted(fileOf(b.bytes, 'b.compact.tar'), [base, fileOf(wholeA, 'a.tar')])
    expect(wholeB.length).toBeGreaterThan(2_400_000)
    if (packing === 'tar') expect(Buffer.compare(wholeB, new Uint8Array(await second.arrayBuffer()))).toBe(0)
    await expect(uncompacted(fileOf(b.bytes, 'b.compact.tar'), [base])).rejects.toMatchObject({ code: 'compact-lacks' })
  },
)

test('what the first keeps packed is there packed', async () => {
  const base = image('base.tar', [9])
  const [first, second] = [image('a.tar', [2], 'gzip'), image('b.tar', [2, 4], 'gzip')]
  const b = await compacted(second, [base], 'zstd', [first])
  const a = await compacted(first, [base])
  const wholeA = await uncompacted(fileOf(a.bytes, 'a.compact.tar'), [base])
  await uncompacted(fileOf(b.bytes, 'b.compact.tar'), [base, fileOf(wholeA, 'a.tar')])
})
