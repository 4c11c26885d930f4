import { expect, test } from 'vitest'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { readOldLayers, workOfOlds } from '../../../../../src/core/job/compact/old-layers'
import { planCompact } from '../../../../../src/core/job/compact/plan'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { imageOfLayers, manyLayers } from '../../../../fixtures/layered'
import { digestOf } from '../../../../fixtures/layers'
import { openArchive } from '../../../../fixtures/opening'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

async function jobOf(olds: readonly Bytes[], fresh: readonly Bytes[]) {
  const [base, archive] = [olds, fresh].map((layers) => openArchive(fileOf(imageOfLayers(layers), 'x.tar')))
  const plan = planCompact(await archive!, [await base!])
  return { archive: await archive!, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] } as const
}

test('thousands of layers are hashed one after the other: no browser has room for as many hashers', async () => {
  const [old, fresh] = [manyLayers(40, 1), manyLayers(40, 2)]
  const [base, archive] = [await openArchive(old.file), await openArchive(fresh.file)]
  let [open, most] = [0, 0]
  const hashing = {
    begin() {
      most = Math.max(most, ++open)
      const hash = hashingHere.begin()
      return { ...hash, digest: () => (open--, hash.digest()) }
    },
  }
  const plan = planCompact(archive, [base])
  const job = { archive, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] } as const
  const { digests } = await readOldLayers(job, hashing)
  expect(digests).toEqual(old.layers.map(digestOf))
  expect(most).toBe(1)
})

const [large, other, small] = [2_000_000, 1_500_000, 20_000].map((size, at) =>
  tarOf([{ name: `${at}`, body: bytesOfSeed(at, size) }]),
)

test('what was read once is handed on, and read no more', async () => {
  const job = await jobOf([large!, small!], [tarOf([{ name: 'new', body: bytesOfSeed(9, 5000) }])])
  const tell = () => {
    let told = 0
    return { add: (bytes: number) => void (told += bytes), told: () => told }
  }
  const [once, again] = [tell(), tell()]
  const first = await readOldLayers(job, hashingHere, once.add)
  expect(first.digests).toEqual([large!, small!].map(digestOf))
  expect(once.told()).toBe(large!.length + small!.length)
  expect(workOfOlds(job)).toBe(once.told())
  // Of what is small nothing is kept: it is read sooner.
  expect(first.read.map((one) => one?.digest)).toEqual([digestOf(large!), undefined])

  const second = await readOldLayers(job, hashingHere, again.add, first.read)
  expect(again.told()).toBe(small!.length)
  expect(workOfOlds(job, first.read)).toBe(again.told())
  expect(second.digests).toEqual(first.digests)
  expect(second.read).toEqual(first.read)
})

test('what is known of a layer serves in whatever company', async () => {
  const fresh = [tarOf([{ name: 'new', body: bytesOfSeed(9, 5000) }])]
  const [known] = (await readOldLayers(await jobOf([large!], fresh), hashingHere)).read
  const job = await jobOf([other!, large!], fresh)
  let told = 0
  const { digests, read } = await readOldLayers(job, hashingHere, (bytes) => void (told += bytes), [undefined, known])
  expect(told).toBe(other!.length)
  expect(digests).toEqual([other!, large!].map(digestOf))
  expect(read.map((one) => one?.digest)).toEqual([other!, large!].map(digestOf))
})
