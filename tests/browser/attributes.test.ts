import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { craneArchive, legacyArchive } from '../fixtures/docker-archives'
import { tarOf } from '../fixtures/tar'
import { attributesOf, chooseForm, findings, give, planOf, rows, saveRow, test } from './page'

/** The values of data-kept-bytes from now on, each time that it changes; null where it is gone. */
async function watched(row: Locator): Promise<() => Promise<(string | null)[]>> {
  const seen = await row.evaluateHandle((element) => {
    const values: (string | null)[] = []
    const note = () => values.push(element.getAttribute('data-kept-bytes'))
    new MutationObserver(note).observe(element, { attributeFilter: ['data-kept-bytes'] })
    return values
  })
  return () => seen.jsonValue()
}

test('another form: the attributes go at once, and come again with the new plan', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  const universal = await planOf(rows(page))
  const values = await watched(rows(page))
  await chooseForm(page, 'as-is')
  await expect.poll(async () => (await values()).length).toBeGreaterThan(1)
  const asIs = await planOf(rows(page))
  expect(asIs.kept).not.toBe(universal.kept)
  expect(await values()).toEqual([null, String(asIs.kept)])
})

test('another base: the attributes go at once, and come again with the new plan', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', sample('docker20-web.tar'))
  const small = await planOf(rows(page))
  const values = await watched(rows(page))
  await give(page, 'base', sample('docker20-two-images.tar'))
  await expect.poll(async () => (await values()).length).toBeGreaterThan(1)
  const large = await planOf(rows(page))
  expect(large.kept).toBeLessThan(small.kept)
  expect(await values()).toEqual([null, String(large.kept)])
  await findings(page, 'all-there').waitFor()
})

test('a form in which nothing can go has no attributes and no save; the other has', async ({ page }) => {
  // Compressed layers of which nobody knows the digest: no containerd store could be told what it is to hold.
  const jib = tarOf(craneArchive([{ tags: ['base:1'], layers: ['A'] }]))
  const app = tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A', 'B'] }]))
  await give(page, 'base', { name: 'base.tar', bytes: jib })
  await give(page, 'target', { name: 'app.tar', bytes: app })
  const reason = page.getByTestId('nothing-in-common')
  for (let round = 0; round < 2; round++) {
    await reason.waitFor()
    expect(await reason.getAttribute('data-code')).toBe('digests-unknown')
    expect(await attributesOf(rows(page))).toEqual([])
    expect(await rows(page).getByTestId('save').count()).toBe(0)
    await chooseForm(page, 'as-is')
    const plan = await planOf(rows(page))
    expect(plan).toMatchObject({ total: app.length, shed: 1 })
    expect((await saveRow(rows(page))).bytes.length).toBe(plan.kept)
    await chooseForm(page, 'universal')
  }
})

test('a legacy archive as is says whom it would harm, and the universal form does not', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  expect(await findings(page, 'as-is-harms-containerd').count()).toBe(0)
  await chooseForm(page, 'as-is')
  await findings(page, 'as-is-harms-containerd').waitFor()
})
