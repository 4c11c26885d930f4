import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { inDirectory } from '../fixtures/gnu-tar'
import { inventoryOfMany, manyOf } from '../fixtures/many'
import { findings, give, rows, test } from './page'
import { watched } from './watched'

/** Whatever is given, what is drawn of it stays in bounds. */
const MOST_ELEMENTS = 4_000

/** Milliseconds of a processor, which others on the machine don't lengthen: of any task that holds up the page. */
const LONGEST_TASK = 200

const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)
const more = (page: Page) => page.getByTestId('more')

async function expectAtEase(page: Page, longest: () => Promise<number>): Promise<void> {
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS)
  expect(await longest()).toBeLessThan(LONGEST_TASK)
}

const planned = (page: Page) => rows(page).and(page.locator('[data-kept-bytes]')).waitFor()

test('an archive of 9,999 images is drawn in part, and more of it when it is asked for', async ({ page }) => {
  const longest = await watched(page)
  await give(page, 'base', { name: 'base.tar', bytes: manyOf({}) })
  await give(page, 'target', { name: 'app.tar', bytes: manyOf({ images: 9_999 }) })
  await planned(page)
  const pictures = rows(page).locator('figure')
  expect(await pictures.count()).toBe(10)
  await rows(page).locator('.pictures').getByText('9,989 more: show 10').click()
  await expect.poll(() => pictures.count()).toBe(20)
  await page.getByTestId('language').selectOption('zh-CN')
  await rows(page).locator('.pictures').getByText('还有 9,979 项，再显示 10 项').waitFor()
  await expectAtEase(page, longest)
})

test('an image of 9,999 layers is drawn from the ground up, as far as there is room', async ({ page }) => {
  const longest = await watched(page)
  await give(page, 'base', { name: 'base.tar', bytes: manyOf({}) })
  await give(page, 'target', { name: 'app.tar', bytes: manyOf({ layers: 9_999 }) })
  await planned(page)
  await expectAtEase(page, longest)
  const layers = rows(page).locator('.strata').last().locator('li')
  expect(await layers.count()).toBe(150)
  await rows(page).locator('figure').getByText('9,849 more: show 150').click()
  await expect.poll(() => layers.count()).toBe(300)
})

test('of 9,999 bad names twenty are told, and in short when it is read out', async ({ page }) => {
  const longest = await watched(page)
  await give(page, 'base', { name: 'base.tar', bytes: manyOf({}) })
  await give(page, 'target', { name: 'app.tar', bytes: manyOf({ tags: 9_999 }) })
  await planned(page)
  await expectAtEase(page, longest)
  expect(await findings(page, 'bad-tag').count()).toBe(20)
  expect((await page.getByTestId('announcement').innerText()).length).toBeLessThan(2_000)
  await rows(page).getByText(/more: show 20/).first().click() // prettier-ignore
  await expect.poll(() => findings(page, 'bad-tag').count()).toBe(40)
})

test('an inventory of 100,000 images shows the first hundred', ({ page }) =>
  inDirectory(async (folder) => {
    // From the disk: what the driver itself brings into the page would hold it up.
    const file = join(folder, 'hosts.json')
    writeFileSync(file, inventoryOfMany(100_000))
    const longest = await watched(page)
    await give(page, 'base', file)
    await page.getByText('inventory of 100,000 images').waitFor()
    await give(page, 'target', { name: 'app.tar', bytes: manyOf({}) })
    await planned(page)
    await expectAtEase(page, longest)
    await more(page).filter({ hasText: '99,900 more: show 100' }).waitFor()
  }))
