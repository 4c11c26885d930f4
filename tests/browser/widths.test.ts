import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { fleet, fleetBase } from '../fixtures/fleet'
import { give, openOptions, planOf, rememberSites, rows, save, saveRow, test } from './page'

/** From a telephone to a desk, by the pixel. */
const widths = [375, 768, 1280, 1440]

const viewport = (width: number) => ({ viewport: { width, height: 800 } })

/** How far the page goes beyond the screen, to the right. */
const beyond = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

const boxOf = async (locator: Locator) => (await locator.boundingBox())!

/** Names of which not all can be seen. */
const cutOff = (page: Page) =>
  rows(page)
    .locator('.name')
    .evaluateAll((all) => all.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent))

test.for(widths)(
  'at %i px a set that was saved keeps its sum, and a line that is opened its columns',
  async (width, { open }) => {
    const page = await open(viewport(width))
    await give(page, 'base', fleetBase())
    await give(page, 'target', ...fleet(3))
    await planOf(rows(page).nth(2))
    const sum = page.getByTestId('sum').locator('.carry')
    const { width: before, height } = await boxOf(sum)
    const name = rows(page).nth(1).locator('.name')
    const { width: closed } = await boxOf(name)
    await save(page.getByTestId('save-all'))
    await page.getByText('slim-images.zip was handed').waitFor()
    await openOptions(page)
    await rows(page).nth(1).getByTestId('open-line').click()
    await rows(page).locator('figure').waitFor()
    expect(await boxOf(sum)).toMatchObject({ width: before, height })
    expect((await boxOf(name)).width).toBe(closed)
    expect(await cutOff(page)).toEqual([])
    expect(await beyond(page)).toBeLessThanOrEqual(0)
  },
)

test.for(widths)('at %i px joining is offered beside the sum, and explained below it', async (width, { open }) => {
  const page = await open(viewport(width))
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  await planOf(rows(page).nth(1))
  const slim = [await saveRow(rows(page).nth(0)), await saveRow(rows(page).nth(1))]
  const other = await open(viewport(width))
  await give(other, 'base', base('docker20'))
  await give(other, 'target', ...slim)
  await other.getByTestId('join').waitFor()
  const sum = await boxOf(other.getByTestId('sum').locator('.carry'))
  expect(sum.width).toBeGreaterThan(sum.height)
  const explained = await boxOf(other.getByTestId('sum').locator('p').filter({ hasText: 'each layer once' }))
  expect(explained.y).toBeGreaterThanOrEqual(sum.y + sum.height)
  expect(await beyond(other)).toBeLessThanOrEqual(0)
})

test.for(widths)(
  'at %i px the table of many sites scrolls by itself, and the page does not',
  async (width, { open }) => {
    const page = await open(viewport(width))
    await give(page, 'base', fleetBase())
    await rememberSites(page, ['Plant 1', 'Plant 2', 'Plant 3', 'Plant 4', 'Plant 5', 'Ship'])
    await give(page, 'target', ...fleet(2))
    await page.getByTestId('site-table-shown').locator('summary').click()
    await page.locator('[data-testid=site-cell][data-state=lacks]').nth(11).waitFor()
    expect(await beyond(page)).toBeLessThanOrEqual(0)
  },
)

test.for(['en-US', 'zh-CN'])('from 768 px on the header is one line, in %s', async (locale, { open }) => {
  const page = await open({ ...viewport(768), locale })
  await page.getByTestId('offline-ready').waitFor()
  for (const width of widths.slice(1)) {
    await page.setViewportSize({ width, height: 800 })
    const name = await boxOf(page.locator('header h1'))
    for (const id of ['offline-ready', 'proof', 'help', 'language', 'theme']) {
      const { y, height } = await boxOf(page.locator('header').getByTestId(id))
      expect(y, id).toBeLessThan(name.y + name.height)
      expect(y + height, id).toBeGreaterThan(name.y)
    }
  }
})

test.for(['en-US', 'zh-CN'])('on a telephone the header is two lines, in %s', async (locale, { open }) => {
  const page = await open({ ...viewport(360), locale })
  await page.getByTestId('offline-ready').waitFor()
  const tops = async (...ids: string[]) => {
    const boxes = await Promise.all(ids.map((id) => boxOf(page.locator('header').getByTestId(id))))
    return new Set(boxes.map(({ y, height }) => Math.round(y + height / 2)))
  }
  for (const width of [360, 375]) {
    await page.setViewportSize({ width, height: 800 })
    expect((await tops('language', 'theme')).size).toBe(1)
    expect((await tops('offline-ready', 'proof', 'help')).size).toBe(1)
    expect(await beyond(page)).toBeLessThanOrEqual(0)
  }
})
