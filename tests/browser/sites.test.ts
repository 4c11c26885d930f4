import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { attributesOf, faults, give, planOf, rows, save, saveRow, test } from './page'

const BASE = sample('docker20-base.tar')
/** Built on the base, as `docker20-ip-server` is. */
const APP = target('docker20')
const OTHER = sample('docker20-base-main.tar')

/** Remembers what stands under “Already there”, all of it: what is still being read would be left out. */
async function keep(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('[data-side=base]').getByTestId('progress').count()).toBe(0)
  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill(name)
  await page.getByTestId('site-keep').click()
  await siteOf(page, name).waitFor()
  await page.keyboard.press('Escape')
}

const siteOf = (page: Page, name: string) => page.getByTestId('site').filter({ hasText: name })

const pickSite = (page: Page, name: string) => page.getByRole('button', { name: `+ ${name}` }).click()

async function reloaded(page: Page): Promise<void> {
  await page.reload()
  await page.getByTestId('target-input').waitFor({ state: 'attached' })
}

const planned = async (page: Page, file: string) => {
  await give(page, 'target', file)
  return planOf(rows(page).last())
}

test('nothing is kept unless it is asked for', async ({ page }) => {
  await page.getByTestId('sample').click()
  await planOf(rows(page))
  await saveRow(rows(page))
  await page.getByTestId('sites').click()
  await page.getByRole('dialog').getByText('No site is remembered yet.').waitFor()
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
})

test('a site that was kept stands for the base after a reload, to the byte', async ({ page }) => {
  await give(page, 'base', BASE)
  const fromFile = await planned(page, APP)
  const bytes = (await saveRow(rows(page))).bytes
  await keep(page, 'Plant 7')

  await reloaded(page)
  expect(await rows(page).count()).toBe(0)
  await pickSite(page, 'Plant 7')
  expect(await planned(page, APP)).toEqual(fromFile)
  expect((await saveRow(rows(page))).bytes.equals(bytes)).toBe(true)
})

test('what was delivered is counted from then on, until it is taken back', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await reloaded(page)
  await pickSite(page, 'Plant 7')
  const before = await planned(page, OTHER)
  await saveRow(rows(page))
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
  await rows(page).getByText('docker load -i').waitFor()

  const after = await planned(page, APP)
  expect(after.shed).toBe(before.shed)
  await reloaded(page)
  await pickSite(page, 'Plant 7')
  await page.getByText(/^remembered site · .* 1 delivery$/).waitFor()
  expect((await planned(page, OTHER)).shed).toBe(before.shed + 1)

  await page.getByTestId('sites').click()
  await siteOf(page, 'Plant 7').getByText('1 delivery').click()
  await page.getByTestId('delivery-take-back').click()
  await page.getByTestId('delivery').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await planOf(rows(page))).shed).toBe(before.shed)
})

test('a delivery is undone where it was made: the archive can be saved again', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await page.getByRole('button', { name: /^Remove/ }).click()
  await pickSite(page, 'Plant 7')
  const before = await planned(page, OTHER)
  await saveRow(rows(page))
  await page.getByTestId('deliver').click()
  await page.getByTestId('take-back').click()
  expect(await planOf(rows(page))).toEqual(before)
  await saveRow(rows(page))
})

test('what was delivered to one site is planned, saved and delivered for another as ever', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await keep(page, 'Ship')
  await reloaded(page)
  await pickSite(page, 'Plant 7')
  const before = await planned(page, OTHER)
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click()
  await pickSite(page, 'Ship')
  expect(await planOf(rows(page))).toEqual(before)
  expect((await saveRow(rows(page))).bytes.length).toBe(before.kept)
  await page.getByRole('button', { name: 'Delivered to Ship' }).click()
  await page.getByTestId('delivered').filter({ hasText: 'Ship' }).waitFor()
})

test('an archive that shares nothing with the site is carried whole, and counts once delivered', async ({ page }) => {
  await give(page, 'base', sample('docker20-base.inspect.json'))
  await keep(page, 'Plant 7')
  await page.getByRole('button', { name: /^Remove/ }).click()
  await pickSite(page, 'Plant 7')
  await page.getByTestId('sample').click()
  await page.getByText('sample-app.tar').first().waitFor()
  await page.getByRole('button', { name: 'Remove sample-base.tar' }).click()
  await page.getByTestId('nothing-in-common').waitFor()
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await page.getByText(/^remembered site · .* 1 delivery$/).waitFor()
})

test('sites are renamed, forgotten and had back; no two have one name', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await keep(page, 'Ship')
  await page.getByTestId('sites').click()
  await siteOf(page, 'Ship').getByTestId('site-rename').click()
  await page.getByTestId('site-rename-to').fill('Plant 7')
  expect(await page.getByRole('button', { name: 'OK' }).isDisabled()).toBe(true)
  await page.getByTestId('site-rename-to').fill('Ship <b>Aurora</b>')
  await page.keyboard.press('Enter')
  await siteOf(page, 'Ship <b>Aurora</b>').waitFor()
  await siteOf(page, 'Plant 7').getByTestId('site-forget').click()
  await siteOf(page, 'Plant 7').waitFor({ state: 'detached' })
  await page.getByTestId('site-have-back').click()
  await siteOf(page, 'Plant 7').waitFor()
  await siteOf(page, 'Ship').getByTestId('site-forget').click()
  await siteOf(page, 'Ship').waitFor({ state: 'detached' })
  await reloaded(page)
  await expect.poll(() => page.getByTestId('pick-site').allInnerTexts()).toEqual(['+ Plant 7'])
})

test('a site goes to another browser as JSON: imported, or given as a base', async ({ page, open }) => {
  await give(page, 'base', BASE)
  await keep(page, '7号厂区')
  await page.getByTestId('sites').click()
  const { name, bytes, path } = await save(page.getByTestId('site-export'))
  expect(name).toBe('7号厂区.site.json')
  expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ 'layershed-site': 1, name: '7号厂区' })

  const other = await open()
  await give(other, 'base', { name, bytes })
  const plan = await planned(other, APP)
  expect(plan.shed).toBe(1)
  await saveRow(rows(other))
  expect(await other.getByTestId('deliver').count()).toBe(0)
  await other.getByTestId('sites').click()
  await other.getByTestId('site-import').setInputFiles(path)
  await siteOf(other, '7号厂区').waitFor()
  await other.getByTestId('site-import').setInputFiles(path)
  const changed = bytes.toString('utf8').replace('"one-host"', '"every-host"')
  await other.getByTestId('site-import').setInputFiles({ name, mimeType: '', buffer: Buffer.from(changed) })
  await siteOf(other, '7号厂区 (2)').waitFor()
  // The same twice is one.
  expect(await other.getByTestId('site').count()).toBe(2)
  await other.getByTestId('site-import').setInputFiles(APP)
  await faults(other, 'archive-as-site').waitFor()
})

test('two sites are two destinations: only what both have stays at home', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await keep(page, 'Ship')
  await give(page, 'base', APP)
  await keep(page, 'Plant 7')
  await reloaded(page)
  await pickSite(page, 'Plant 7')
  expect((await planned(page, APP)).shed).toBe(2)
  await pickSite(page, 'Ship')
  await expect.poll(async () => (await planOf(rows(page))).shed).toBe(1)
  expect(await page.getByTestId('hosts').inputValue()).toBe('every-host')
})

test('where a browser keeps nothing, it says so, and all else goes on', async ({ browser, site }) => {
  const context = await browser.newContext({ locale: 'en-US' })
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    Object.defineProperty(window, 'indexedDB', { value: { open: refuse, databases: refuse } })
  })
  const page = await context.newPage()
  await page.goto(site)
  await give(page, 'base', BASE)
  expect((await planned(page, APP)).shed).toBe(1)
  await page.getByTestId('sites').click()
  await page.getByRole('dialog').getByText('This browser keeps nothing for this page').waitFor()
  await context.close()
})

test('the exported file is what the site’s own archive says, and holds no bytes of layers', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await page.getByTestId('sites').click()
  const { bytes } = await save(page.getByTestId('site-export'))
  const site = JSON.parse(bytes.toString('utf8'))
  const inspect = JSON.parse(readFileSync(sample('docker20-base.inspect.json'), 'utf8'))
  const layers: { diffId: string }[] = site.holdings[0].images[0].layers
  expect(layers.map(({ diffId }) => diffId)).toEqual(inspect[0].RootFS.Layers)
  expect(bytes.length).toBeLessThan(4096)
})

test('a site that was remembered just now can be delivered to, and the next archive counts on it', async ({ page }) => {
  await give(page, 'base', BASE)
  const before = await planned(page, OTHER)
  await keep(page, 'Plant 7')
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await page.getByText(/^remembered site · .* 1 delivery$/).waitFor()
  expect((await planned(page, OTHER)).shed).toBe(before.shed + 1)
})

test('a delivery that can’t be remembered is told where it is seen, and changes nothing', async ({ page }) => {
  await give(page, 'base', BASE)
  const before = await planned(page, OTHER)
  await keep(page, 'Plant 7')
  await page.evaluate(() => {
    indexedDB.open = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
  })
  await page.getByTestId('deliver').click()
  await faults(page, 'disk-full').waitFor()
  expect(await page.getByTestId('delivered').count()).toBe(0)
  expect(await planOf(rows(page))).toEqual(before)
  expect(await page.getByText(/^remembered site/).count()).toBe(0)
})

test('a site that is pressed twice is picked once', async ({ page }) => {
  await give(page, 'base', BASE)
  await keep(page, 'Plant 7')
  await reloaded(page)
  await page.getByTestId('pick-site').dblclick()
  await page.getByText(/^remembered site/).waitFor()
  expect(await page.getByText(/^remembered site/).count()).toBe(1)
})
