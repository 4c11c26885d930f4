import { expect, test } from 'vitest'
import { combine } from '../../../../src/core/destination/destination'
import { planOf } from '../../../../src/core/job/slim'
import { viewOf } from '../../../../src/core/view/file-view'
import { report } from '../../../../src/core/view/report'
import { inventoryOfMany, manyOf } from '../../../fixtures/many'
import { destinationOf, openArchive, openInventory } from '../../../fixtures/opening'
import { fileOf } from '../../../fixtures/tar'

/** What crosses to the page holds it up as it arrives: however much there is, the first of it, and how much there is. */
const MOST = 1_000

test('of an inventory of 20,000 images the page is given the first thousand', async () => {
  const view = viewOf({ kind: 'inventory', inventory: await openInventory(inventoryOfMany(20_000)) })
  expect(view).toMatchObject({ kind: 'inventory', imageCount: 20_000 })
  expect(view.images).toHaveLength(MOST)
})

test.each([{ images: 5_000 }, { tags: 5_000 }, { images: 160, layers: 300 }])(
  'of an archive, too: %o',
  async (many) => {
    const archive = await openArchive(fileOf(manyOf(many)))
    const view = viewOf({ kind: 'archive', archive })
    if (view.kind !== 'archive') throw new Error(view.kind)
    expect(view.imageCount).toBe(archive.images.length)
    expect(view.findingCount).toBe(archive.findings.length)
    for (const list of [view.images, view.chains, view.findings]) expect(list.length).toBeLessThanOrEqual(MOST)
    expect(view.images.flatMap(({ layers }) => layers).length).toBeLessThanOrEqual(20_000)
  },
)

test('and of its plan, where every remark and every layer that stays at home is counted', async () => {
  const archive = await openArchive(fileOf(manyOf({ images: 3_000, tags: 1 })))
  const job = { archive, destination: await destinationOf([fileOf(manyOf({}))]), form: 'universal' } as const
  const told = await report(job, planOf(job))
  expect(told).toMatchObject({ imageCount: 3_000, leftOutCount: 1, leftOut: [{ fate: 'shed' }] })
  expect(told.remarkCount).toBeGreaterThan(2_900)
  for (const list of [told.images, told.remarks]) expect(list.length).toBeLessThanOrEqual(MOST)
})

test('one image is given whole, however many layers it has', async () => {
  const archive = await openArchive(fileOf(manyOf({ layers: 9_999 })))
  const job = { archive, destination: combine([], 'one-host'), form: 'universal' } as const
  const { images } = await report(job, planOf(job))
  expect(images[0]!.layers).toHaveLength(9_999)
})
