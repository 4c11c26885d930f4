import { expect, test } from 'vitest'
import { open } from '../../../../../src/core/job/open'
import { viewOf } from '../../../../../src/core/view/file-view'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { fileOf, tarOf } from '../../../../fixtures/tar'

const layer = (seed: number) => tarOf([{ name: 'data', body: bytesOfSeed(seed, 20_000) }])

test('a compact archive is known for what it is, and shows its images', async () => {
  const base = fileOf(imageOfLayers([layer(1)]), 'base.tar')
  const { bytes } = await compacted(fileOf(imageOfLayers([layer(1), layer(2)]), 'app.tar'), [base])
  const opened = await open(fileOf(bytes, 'app.compact.tar'))
  if (opened.kind === 'choice') throw new Error('a choice')
  expect(viewOf(opened)).toMatchObject({
    kind: 'compact',
    wholeName: 'app.tar',
    images: [{ name: 'layered:1', layers: 2 }],
    imageCount: 1,
  })
})
