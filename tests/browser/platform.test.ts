import { expect } from 'vitest'
import type { ImageSpec } from '../fixtures/layers'
import { nestedArchive } from '../fixtures/oci-archives'
import { openArchive } from '../fixtures/opening'
import { fileOf, tarOf } from '../fixtures/tar'
import { attributesOf, chooseForm, give, planOf, rows, saveRow, test } from './page'

const image = (architecture: string, layers: string): ImageSpec => ({
  tags: ['app:1'],
  layers: [...layers],
  platform: { os: 'linux', architecture },
  label: architecture,
})

const archive = tarOf(
  nestedArchive(
    'app:1',
    [
      { image: image('amd64', 'AB'), has: 'all' },
      { image: image('arm64', 'CD'), has: 'all' },
    ],
    false,
  ),
)

test('of several platforms one alone can be sent, without a base too', async ({ page }) => {
  await give(page, 'target', { name: 'app.tar', bytes: archive })
  const row = rows(page)
  await row.locator('figure').nth(1).waitFor()
  expect(await attributesOf(row)).toEqual([])
  await page.getByTestId('platform').selectOption('linux/arm64')
  const plan = await planOf(row)
  expect(plan.kept).toBeLessThan(plan.total)
  expect(plan.shed).toBe(0)
  expect(await row.locator('figure').count()).toBe(1)
  const { bytes } = await saveRow(row)
  expect(bytes.length).toBe(plan.kept)
  const { images, findings } = await openArchive(fileOf(new Uint8Array(bytes)))
  expect(images.map(({ platform }) => platform.architecture)).toEqual(['arm64'])
  expect(findings).toEqual([])

  await page.getByTestId('platform').selectOption('')
  await expect.poll(() => attributesOf(row)).toEqual([])
})

test('as is, nothing is taken out of an archive but layers: no platform is offered', async ({ page }) => {
  await give(page, 'target', { name: 'app.tar', bytes: archive })
  await page.getByTestId('platform').waitFor()
  await chooseForm(page, 'as-is')
  await page.getByTestId('platform').waitFor({ state: 'detached' })
})
