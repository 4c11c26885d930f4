import { expect } from 'vitest'
import { listedByGnuTar } from '../fixtures/gnu-tar'
import { faults, findings, give, planOf, rows, saveRow, test } from './page'

test('the built-in sample goes all the way without a network', async ({ page }) => {
  // All that a first click brings is asked for before that.
  await page.getByTestId('offline-ready').waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.context().setOffline(true)
  await page.getByTestId('sample').click()
  const row = rows(page)
  const plan = await planOf(row)
  expect(plan.shed).toBe(1)
  expect(plan.kept).toBeLessThan(plan.total / 10)
  await page.getByText('sample-base:7', { exact: true }).first().waitFor()
  await page.getByText('sample-app:1.0', { exact: true }).first().waitFor()

  const saved = await saveRow(row)
  expect(saved.name).toBe('sample-app.slim.tar')
  expect(saved.bytes.length).toBe(plan.kept)
  expect(listedByGnuTar(saved.path).filter(({ type, size }) => type === 'file' && size === 0)).toHaveLength(1)
})

test('what was saved of the sample is known for a slim archive, and may be sent on', async ({ open }) => {
  const page = await open()
  await page.getByTestId('sample').click()
  await planOf(rows(page))
  const { bytes } = await saveRow(rows(page))

  const again = { name: 'again.tar', bytes }
  await give(page, 'target', again)
  const plan = await planOf(rows(page).nth(1))
  expect(plan).toEqual({ total: bytes.length, kept: bytes.length, shed: 1 })
  expect(await rows(page).nth(1).locator(findings(page, 'slimmed-before')).count()).toBe(1)
  expect((await saveRow(rows(page).nth(1))).bytes.equals(bytes)).toBe(true)

  const without = await open()
  await give(without, 'target', again)
  await faults(without, 'layer-emptied').waitFor()
})
