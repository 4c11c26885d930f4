import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { checked } from '../fixtures/checking'
import { faultsWith } from '../fixtures/carried'
import { openArchive } from '../fixtures/opening'
import { fileOf } from '../fixtures/tar'
import { allPlanned, chooseForm, faults, findings, give, planOf, rows, save, saveRow, test } from './page'

/** Two slim archives on one base. */
async function slimBatch(page: Page) {
  await chooseForm(page, 'universal')
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  await planOf(rows(page).nth(1))
  return [await saveRow(rows(page).nth(0)), await saveRow(rows(page).nth(1))] as const
}

const button = (page: Page) => page.getByTestId('join')

test('slim archives and their base are joined to one whole archive, by keyboard too', async ({ open }) => {
  const batch = await slimBatch(await open())
  const page = await open()
  await give(page, 'base', base('docker20'))
  await give(page, 'target', ...batch)
  await button(page).waitFor()
  const joined = await save(button(page))
  expect(joined.name).toBe('joined-images.tar')
  expect(await faultsWith([], Uint8Array.from(joined.bytes))).toEqual([])
  const file = fileOf(Uint8Array.from(joined.bytes), joined.name)
  expect(await checked(file)).toMatchObject({ verdict: 'whole', contradictions: [] })
  const tags = (await openArchive(file)).images.flatMap((image) => image.tags)
  const given = [base('docker20'), target('docker20'), sample('docker20-web.tar')]
  const expected = await Promise.all(
    given.map(async (path) => (await openArchive(fileOf(Uint8Array.from(readFileSync(path)), path))).images),
  )
  expect(tags).toEqual(expected.flat().flatMap((image) => image.tags))
  await button(page).focus()
  const again = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  await again
})

test('what one base has damaged is taken from another one, and told beside what came of it', async ({ open }) => {
  const batch = await slimBatch(await open())
  const bytes = Uint8Array.from(readFileSync(base('docker20')))
  const [layer] = (await openArchive(fileOf(bytes, 'base.tar'))).images[0]!.layers
  bytes[layer!.payload.entry!.start + 700]! ^= 1
  const page = await open()
  await give(page, 'base', { name: 'damaged.tar', bytes })
  await give(page, 'base', base('docker20'))
  await give(page, 'target', ...batch)
  await save(button(page))
  const told = findings(page, 'damaged-in-one').filter({ hasText: layer!.diffId })
  await told.waitFor()
  // And by a row of what is restored for itself.
  await rows(page).first().getByTestId('open-line').click()
  await save(rows(page).first().getByTestId('restore'))
  await rows(page).first().locator(told).waitFor()
})

test('a base without bytes is told before anything is saved; in Chinese too', async ({ open }) => {
  const batch = await slimBatch(await open())
  const page = await open()
  await page.getByTestId('language').selectOption('zh-CN')
  await give(page, 'base', sample('docker20-base.inspect.json'))
  await give(page, 'target', ...batch)
  await button(page).click()
  await faults(page, 'layer-without-bytes').filter({ hasText: '第 1 层' }).waitFor()
  expect(await button(page).innerText()).toContain('合并')
})

test('whole archives, or one alone, are not offered to be joined', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  await allPlanned(page)
  expect(await button(page).count()).toBe(0)
})
