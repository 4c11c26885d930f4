import AxeBuilder from '@axe-core/playwright'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { base } from '../engines/samples'
import { fleet, fleetBase, type FleetArchive } from '../fixtures/fleet'
import { inDirectory } from '../fixtures/gnu-tar'
import { allPlanned, give, planOf, rememberSites, rows, save, saveRow, test } from './page'
import { watched, workOf } from './watched'

/** Milliseconds of a processor, which others on the machine don't lengthen: of any task that holds up the page. */
const LONGEST_TASK = 200

/** Archives on one base, and the base, unless they travel without. */
async function givenFleet(page: Page, count: number, based = true): Promise<void> {
  if (based) await give(page, 'base', fleetBase())
  await give(page, 'target', ...fleet(count))
  await sum(page)
}

/** Of the plans of all. */
const sum = async (page: Page) => {
  await allPlanned(page)
  const element = page.getByTestId('sum')
  const number = async (name: string) => Number(await element.getAttribute(name))
  return { total: await number('data-total-bytes'), kept: await number('data-kept-bytes') }
}

const line = (page: Page, name: string) => rows(page).filter({ has: page.getByText(name, { exact: true }) })
const opened = (page: Page, name: string) => line(page, name).getByTestId('open-line')
const names = (page: Page) => rows(page).locator('th').allInnerTexts()

const bottomOf = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom + scrollY)

test('five archives stand on one screen: their sum, each of them, and the commands for all', async ({ open }) => {
  const page = await open({ viewport: { width: 1280, height: 800 } })
  await givenFleet(page, 5)
  expect(await bottomOf(page.getByTestId('copy-all'))).toBeLessThan(800)
  expect(await bottomOf(rows(page).last())).toBeLessThan(800)
  expect(await page.locator('button.primary').count()).toBe(1)
  expect(await page.locator('.command code').filter({ hasText: 'docker load -i' }).count()).toBe(5)
  expect(await page.locator('.command code').filter({ hasText: 'image inspect' }).count()).toBe(1)
})

test('forty stand on two screens, headed by their sum, and never hold up the page', async ({ open }) => {
  const page = await open({ viewport: { width: 1280, height: 800 } })
  await inDirectory(async (folder) => {
    // From the disk: what the driver itself brings into the page would hold it up.
    const pathOf = ({ name, bytes }: FleetArchive) => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const longest = await watched(page)
    await give(page, 'base', pathOf(fleetBase()))
    await give(page, 'target', ...fleet(40).map(pathOf))
    await sum(page)
    expect(await rows(page).count()).toBe(40)
    const plans = await Promise.all(Array.from({ length: 40 }, (_, at) => planOf(rows(page).nth(at))))
    expect(await sum(page)).toEqual({
      total: plans.reduce((total, one) => total + one.total, 0),
      kept: plans.reduce((kept, one) => kept + one.kept, 0),
    })
    const bottom = await bottomOf(rows(page).last())
    await opened(page, 'cart-2.2.slim.tar').click()
    await line(page, 'cart-2.2.slim.tar').locator('figure').waitFor()
    const ms = await longest()
    console.log(`  forty: longest task ${Math.round(ms)} ms of the main thread, ${bottom} px`)
    expect(ms).toBeLessThan(LONGEST_TASK)
    expect(bottom).toBeLessThan(1600)
  })
})

test('forty archives for six sites: planned, opened and set out for each site, without holding up the page', async ({
  page,
}) =>
  inDirectory(async (folder) => {
    await give(page, 'base', fleetBase())
    await rememberSites(page, ['Plant 1', 'Plant 2', 'Plant 3', 'Plant 4', 'Plant 5', 'Ship'])
    const paths = fleet(40).map(({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    })
    const workFor = async (what: string, done: () => Promise<unknown>) => {
      const work = await workOf(page)
      await done()
      const { longest, total } = await work()
      console.log(
        `  forty for six sites, ${what}: ${total.toFixed()} ms of the main thread, ${longest.toFixed()} at once`,
      )
      return { longest, total }
    }
    const planning = await workFor('planned', async () => {
      await give(page, 'target', ...paths)
      await sum(page)
    })
    const opening = await workFor('a line opened', async () => {
      await opened(page, 'cart-2.2.slim.tar').click()
      await line(page, 'cart-2.2.slim.tar').locator('figure').waitFor()
    })
    const cells = page.locator('[data-testid=site-cell][data-state=lacks]')
    const table = await workFor('set out for each site', async () => {
      await page.getByTestId('site-table-shown').locator('summary').click()
      await cells.nth(239).waitFor()
    })
    for (const { longest } of [planning, table]) expect(longest).toBeLessThan(LONGEST_TASK)
    expect(opening.total).toBeLessThan(LONGEST_TASK)
    expect(await cells.count()).toBe(240)
    const keptOf = (at: number) => rows(page).nth(at).getAttribute('data-kept-bytes')
    const ofPlant1 = page.locator('[data-testid=site-cell][data-site="Plant 1"]')
    for (const at of [0, 39]) expect(await ofPlant1.nth(at).getAttribute('data-kept-bytes')).toBe(await keptOf(at))
  }))

test('a line can be saved unopened; opened, it shows its picture and why it is no smaller', async ({ page }) => {
  await givenFleet(page, 3)
  const saved = await saveRow(rows(page).nth(1))
  expect(saved.name).toBe('billing-2.1.slim.tar')
  expect(saved.bytes.length).toBe((await planOf(rows(page).nth(1))).kept)
  await rows(page).nth(1).getByText('billing-2.1.slim.tar was handed to the browser').waitFor()
  const toggle = rows(page).nth(1).getByTestId('open-line')
  expect(await toggle.getAttribute('aria-expanded')).toBe('false')
  await toggle.click()
  await rows(page).nth(1).getByTestId('why').locator('summary').click()
  await rows(page)
    .nth(1)
    .getByText(/^All of registry.shop.example\/base\/runtime:17 is used/)
    .waitFor()
  expect(await rows(page).locator('figure').count()).toBe(1)
  await rows(page).nth(1).getByTestId('open-layer').first().click()
  await page.getByRole('dialog').waitFor()
})

test('lines are sorted and looked for, and are given in their order again', async ({ page }) => {
  await givenFleet(page, 9)
  const given = await names(page)
  expect(given[0]).toBe('auth-2.0.slim.tar')
  await page.getByTestId('sort-carry').click()
  expect(await page.locator('th.carry').getAttribute('aria-sort')).toBe('descending')
  expect(await names(page)).toEqual(given.toReversed())
  await page.getByTestId('sort-carry').click()
  await page.getByTestId('sort-carry').click()
  expect(await names(page)).toEqual(given)
  await page.getByTestId('lines-named').fill('shop/ca')
  await page.getByText('2 of 9').waitFor()
  expect(await names(page)).toEqual(['cart-2.2.slim.tar', 'catalog-2.3.slim.tar'])
  await saveRow(rows(page).first())
  await rows(page).first().getByText('was handed to the browser').waitFor()
  await page.getByTestId('lines-shown').selectOption('done')
  expect(await names(page)).toEqual(['cart-2.2.slim.tar'])
})

test('what others build upon belongs to the set: to its sum, and to all that is saved', async ({ page }) => {
  await givenFleet(page, 2, false)
  const apart = fleet(2).reduce((total, { bytes }) => total + bytes.length, 0)
  await give(page, 'target', fleetBase())
  await planOf(rows(page).nth(1))
  const { total, kept } = await sum(page)
  const lowest = fleetBase().bytes.length
  expect(total).toBe(apart + lowest)
  expect(kept).toBe((await planOf(rows(page).nth(0))).kept + (await planOf(rows(page).nth(1))).kept + lowest)
  const zip = await save(page.getByTestId('save-all'))
  expect(zip.bytes.length).toBeGreaterThan(kept)
  expect(zip.bytes.includes('runtime-17.tar')).toBe(true)
  await page.getByText('docker load -i runtime-17.tar', { exact: true }).waitFor()
})

test('what travelling together would save is said, and one click away', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', ...[fleetBase(), ...fleet(2)])
  await page.getByTestId('together').waitFor()
  const { kept } = await sum(page)
  expect(await page.getByTestId('sum').innerText()).toMatch(/together.*: [\d.]+ .B instead of [\d.]+ .B/)
  await page.getByTestId('together').check()
  await expect.poll(async () => (await sum(page)).kept).toBeLessThan(kept)
})

test('screen readers hear the sum and each line once', async ({ page }) => {
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    const region = document.querySelector('[data-testid=announcement]')!
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) heard.push(node.textContent ?? '')
    }).observe(region, { childList: true })
  })
  await givenFleet(page, 3)
  const heard: string[] = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
  const said = heard.filter((text) => text.trim() !== '')
  expect(said.filter((text) => text.startsWith('In all:'))).toHaveLength(1)
  for (const { name } of fleet(3))
    expect(said.filter((text) => text.startsWith(name.replace('.tar', '.slim.tar')))).toHaveLength(1)
  expect(await page.getByTestId('announcement').getAttribute('aria-atomic')).toBe('false')
})

const looks = [
  { colorScheme: 'light', locale: 'en-US' },
  { colorScheme: 'dark', locale: 'zh-CN' },
] as const

for (const look of looks)
  test(`axe finds nothing in a set, ${look.colorScheme}, ${look.locale}`, async ({ open }) => {
    const page = await open(look)
    await givenFleet(page, 9)
    await give(page, 'target', { name: 'notes.tar', bytes: Buffer.from('no archive '.repeat(80)) })
    await page.getByTestId('options').click()
    await rows(page).nth(1).getByTestId('open-line').click()
    await rows(page).locator('figure').waitFor()
    await page.getByTestId('sort-name').click()
    await saveRow(rows(page).nth(2))
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
    ).toEqual([])
  })
