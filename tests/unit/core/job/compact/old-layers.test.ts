import { expect, test } from 'vitest'
import { hashingHere } from '../../../../../src/core/check/hashing'
import { readOldLayers } from '../../../../../src/core/job/compact/old-layers'
import { planCompact } from '../../../../../src/core/job/compact/plan'
import { manyLayers } from '../../../../fixtures/layered'
import { digestOf } from '../../../../fixtures/layers'
import { openArchive } from '../../../../fixtures/opening'

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
