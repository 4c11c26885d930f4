import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { faults, give, planOf, rows, save, test } from './page'
import { cells, imported, renamed, siteFile, siteOf, table, tablePlanned } from './remembered'

/** Six sites that have the base, and one that has nothing of it. */
async function withSites(page: Page): Promise<void> {
  await give(page, 'base', base('docker20'))
  const bytes = await siteFile(page, 'Plant 1')
  const names = [2, 3, 4, 5, 6].map((number) => `Plant ${number}`)
  await imported(page, renamed(bytes, names))
  await siteOf(page, 'Plant 6').waitFor()
  const empty = { ...JSON.parse(bytes.toString('utf8')), name: 'Ship', holdings: [] }
  await page
    .getByTestId('site-import')
    .setInputFiles({ name: 's.json', mimeType: '', buffer: Buffer.from(JSON.stringify(empty)) })
  await siteOf(page, 'Ship').waitFor()
  await page.keyboard.press('Escape')
}

test('what each site lacks of each archive, summed; delivered and undone for one of them', async ({ page }) => {
  await withSites(page)
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  const kept = async (at: number) => String((await planOf(rows(page).nth(at))).kept)
  const alone = [await kept(0), await kept(1)]
  await page.getByTestId('site-table-shown').locator('summary').click()
  await tablePlanned(page)
  expect(await cells(page, 'Plant 4')).toEqual(alone)
  const sizes = [target('docker20'), sample('docker20-web.tar')].map((path) => readFileSync(path).length)
  expect((await cells(page, 'Ship'))[0]).toBe(String(sizes[0]))
  const all = (
    await Promise.all(
      ['Plant 1', 'Plant 2', 'Plant 3', 'Plant 4', 'Plant 5', 'Plant 6', 'Ship'].map((site) => cells(page, site)),
    )
  ).flat()
  const sum = all.reduce((total, bytes) => total + Number(bytes), 0)
  expect(Number(await table(page).getAttribute('data-kept-bytes'))).toBe(sum)
  expect(Number(await table(page).getAttribute('data-total-bytes'))).toBe(7 * (sizes[0]! + sizes[1]!))

  const column = page.getByTestId('site-column').filter({ hasText: 'Plant 2' })
  await column.getByTestId('site-deliver-all').click()
  await expect.poll(() => cells(page, 'Plant 2')).toEqual(['delivered', 'delivered'])
  expect(await cells(page, 'Plant 3')).toEqual(alone)
  await page.getByTestId('sites').click()
  await siteOf(page, 'Plant 2').getByText('2 deliveries').waitFor()
  await page.keyboard.press('Escape')
  await column.getByTestId('site-undo-all').click()
  await expect.poll(() => cells(page, 'Plant 2')).toEqual(alone)

  await page.getByTestId('site-table-search').fill('ship')
  await expect.poll(() => page.getByTestId('site-column').count()).toBe(1)
})

test('all sites go into one file, come back from it, and are found by name', async ({ page, open }) => {
  await withSites(page)
  await page.getByTestId('sites').click()
  const { name, bytes } = await save(page.getByTestId('site-export-all'))
  expect(name).toBe('layershed.sites.json')
  const other = await open()
  await imported(other, bytes)
  await siteOf(other, 'Ship').waitFor()
  expect(await other.getByTestId('site').count()).toBe(7)
  await other.getByTestId('site-search').fill('SHIP')
  await expect.poll(() => other.getByTestId('site').count()).toBe(1)
  await other.getByTestId('site-search').fill('nowhere')
  await other.getByText('No site is called that.').waitFor()
})

test('a site whose knowledge is old says so; pasted anew, it shows what came and went', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  const bytes = await siteFile(page, 'Plant 1')
  await imported(page, renamed(bytes, ['Ship'], '2020-01-01T00:00:00Z'))
  await siteOf(page, 'Ship').getByTestId('site-old').waitFor()
  expect(await siteOf(page, 'Plant 1').getByTestId('site-old').count()).toBe(0)

  await siteOf(page, 'Ship').getByTestId('site-renew').click()
  await page.getByTestId('site-renew-text').fill('[]')
  await faults(page, 'inventory-empty').waitFor()
  const inspect = JSON.parse(readFileSync(sample('docker20-base.inspect.json'), 'utf8'))
  const other = {
    ...inspect[0],
    Id: `sha256:${'1'.repeat(64)}`,
    RepoTags: ['other:1'],
    RootFS: { Type: 'layers', Layers: [`sha256:${'2'.repeat(64)}`] },
  }
  await page.getByTestId('site-renew-text').fill(JSON.stringify([other]))
  await page.getByTestId('came').getByText('other:1').waitFor()
  await page.getByTestId('went').getByText('sample-base:7').waitFor()
  await page.getByTestId('site-renew-confirm').click()
  await siteOf(page, 'Ship').getByTestId('site-old').waitFor({ state: 'detached' })
  const renewed = JSON.parse((await save(siteOf(page, 'Ship').getByTestId('site-export'))).bytes.toString('utf8'))
  expect(renewed.holdings[0].images.map((image: { name: string }) => image.name)).toEqual(['other:1'])
})
