import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { bytesOfSeed, changedBytes } from '../fixtures/changed-layers'
import { imageOfLayers } from '../fixtures/layered'
import { tarOf, type Bytes, type Member } from '../fixtures/tar'
import { give, planOf, rows, saveRow, test } from './page'

const file = (name: string, seed: number, size: number): Member => ({ name, body: bytesOfSeed(seed, size) })
const many = (count: number, name: (at: number) => string, size: number, seed: number) =>
  Array.from({ length: count }, (_, at) => file(name(at), seed * 100 + at, size))

const kept = [file('usr/lib/a.so', 1, 400_000), file('usr/lib/b.so', 2, 300_000)]
const changed = changedBytes(bytesOfSeed(3, 200_000), [{ kind: 'insert', at: 90_000, length: 9000 }])
const doc = (at: number) => `usr/share/doc/p${at}/changelog.gz`
const status = (build: number) => file('var/lib/dpkg/status', build, 2000)

const system = (build: number): Bytes =>
  tarOf([
    ...kept,
    build === 1 ? file('usr/bin/tool', 3, 200_000) : { name: 'usr/bin/tool', body: changed },
    ...many(12, doc, 5000, build),
    ...many(9, (at) => `srv/site/page‮${at}.html`, 1500, build + 2),
    status(build),
  ])
const old = { name: 'old.tar', bytes: imageOfLayers([system(1), tarOf([file('app/main', 40, 50_000)])]) }
const fresh = { name: 'new.tar', bytes: imageOfLayers([system(2), tarOf([file('app/main', 41, 30_000)])]) }

async function made(page: Page) {
  await page.getByTestId('form').selectOption('compact')
  await give(page, 'base', old)
  await give(page, 'target', fresh)
  await planOf(rows(page))
  const { bytes } = await saveRow(rows(page))
  const cost = page.getByTestId('cost')
  await cost.and(page.locator('[data-state=told]')).waitFor()
  return { cost, size: bytes.length }
}

const numbersOf = (page: Page, name: string) =>
  page.getByTestId('cost-row').evaluateAll((all, name) => all.map((one) => Number(one.getAttribute(name))), name)

test('what was made is told: what costs most, what became of the files, and what helps', async ({ page }) => {
  const { cost, size } = await made(page)
  await cost.locator('summary').click()
  const lines = page.getByTestId('cost-row')
  const first = await lines.first().innerText()
  expect(first).toContain('Documentation of packages')
  expect(first).toContain('12 files')
  expect(await lines.filter({ hasText: 'usr/bin/tool' }).innerText()).toContain('changed')
  expect(await lines.filter({ hasText: 'srv/site/' }).innerText()).toContain('9 files')

  const costs = await numbersOf(page, 'data-cost')
  const sum = costs.reduce((one, other) => one + other)
  expect(Math.abs(sum - size)).toBeLessThan(costs.length)
  const fates = await page
    .getByTestId('cost-fate')
    .evaluateAll((all) => all.map(({ dataset }) => [dataset['fate'], dataset['files']]))
  expect(fates).toEqual([
    ['changed', '24'],
    ['unchanged', '2'],
  ])
  expect(await page.getByTestId('cost-layer').evaluateAll((all) => all.map(({ dataset }) => dataset['how']))).toEqual([
    'changed',
    'whole',
  ])

  const advice = page.locator('[data-testid=cost-advice][data-about=docs]')
  expect(await advice.locator('code').innerText()).toContain('/etc/dpkg/dpkg.cfg.d/')
})

test('files of a row are shown by the keyboard alone, and their names turn nothing', async ({ page }) => {
  const { cost } = await made(page)
  await cost.locator('summary').focus()
  await page.keyboard.press('Enter')
  const site = page.getByTestId('cost-row').filter({ hasText: 'srv/site/' }).getByTestId('open-cost')
  await site.focus()
  expect(await site.getAttribute('aria-expanded')).toBe('false')
  await page.keyboard.press('Enter')
  expect(await site.getAttribute('aria-expanded')).toBe('true')
  const names = page.getByTestId('cost-files').locator('bdi')
  expect(await names.count()).toBe(9)
  expect(await names.first().innerText()).not.toContain('‮')
})

test('it is gone with what it tells of: another literal codec makes another archive', async ({ page }) => {
  const { cost } = await made(page)
  await page.getByTestId('compact-codec').selectOption('gzip')
  await cost.waitFor({ state: 'detached' })
})

const looks = [
  { colorScheme: 'light', locale: 'en-US', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', locale: 'zh-CN', viewport: { width: 375, height: 700 } },
] as const

for (const look of looks)
  test(`axe finds nothing, and nothing is cut off: ${look.locale}, ${look.viewport.width} px`, async ({ open }) => {
    const page = await open(look)
    const { cost } = await made(page)
    await cost.locator('summary').click()
    await page.getByTestId('cost-row').first().waitFor()
    for (const button of await page.getByTestId('open-cost').all()) await button.click()
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(look.viewport.width)
  })
