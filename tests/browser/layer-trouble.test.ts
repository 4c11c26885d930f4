import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, target } from '../engines/samples'
import { imageOfLayers } from '../fixtures/layered'
import { pack } from '../fixtures/packing'
import { concat, headerBytes, tarOf, type Member } from '../fixtures/tar'
import { hold, holdable, isHeld, release } from './held-workers'
import { compared, dialog, line, lineCount, openLayer } from './layer-page'
import { faults, give, planOf, rows, save, saveRow, test } from './page'

const lower: Member[] = [
  { name: 'etc/', type: '5', mode: 0o755 },
  { name: 'etc/passwd', body: 'root' },
]
const upper: Member[] = [
  { name: 'etc/passwd', body: 'root, and others' },
  { name: 'bin/new', body: 'x' },
]

/** Opens the uppermost layer; its comparison with those below does not begin. */
async function heldComparison(page: Page): Promise<void> {
  await holdable(page)
  await hold(page, 'compare')
  await openLayer(page, 0)
  await isHeld(page)
}

/** A gigabyte of zeros, gzipped member by member: seconds for a decoder, and no bytes to speak of for the test. */
function slowLayer() {
  const SIZE = 2 ** 30
  const zeros = gzipSync(new Uint8Array(SIZE / 16), { level: 1 })
  const header = gzipSync(headerBytes({ name: 'zeros', size: SIZE }))
  return concat(header, ...Array.from({ length: 16 }, () => zeros), gzipSync(new Uint8Array(1024)))
}

test('a comparison that ends while someone is reading leaves the line where it was', async ({ page }) => {
  const many = Array.from({ length: 150 }, (_, at): Member => ({ name: `file-${String(at).padStart(3, '0')}` }))
  await give(page, 'target', { name: 'many.tar', bytes: imageOfLayers([tarOf(lower), tarOf(many)]) })
  await heldComparison(page)
  await line(page, 'file-000').waitFor()
  await page.getByTestId('layer-list').press('End')
  await line(page, 'file-149').waitFor()
  expect(await page.locator('[data-comparing=running]').count()).toBe(1)
  await release(page)
  await compared(page)
  await line(page, 'file-149').getByText('added').waitFor()
  expect(await line(page, 'file-149').getAttribute('aria-selected')).toBe('true')
})

test.for(['b.log', 'a.txt'])('%s, clicked before a search answers, stays what was clicked', async (name, { page }) => {
  const members = ['a.txt', 'b.log', 'c.txt', 'd.log'].map((name): Member => ({ name, body: `this is ${name}` }))
  await give(page, 'target', { name: 'app.tar', bytes: imageOfLayers([tarOf(members)]) })
  await holdable(page)
  await openLayer(page, 0)
  await compared(page)
  await hold(page, 'show')
  await page.getByTestId('layer-search').fill('.log')
  await isHeld(page)
  await line(page, name).click()
  await release(page)
  await line(page, 'c.txt').waitFor({ state: 'detached' })
  expect(await page.getByTestId('layer-details').innerText()).toContain(`/${name}`)
  const chosen = page.locator('[data-testid=layer-line][aria-selected=true]')
  expect(await chosen.evaluateAll((lines) => lines.map((line) => line.getAttribute('data-path')))).toEqual(
    name === 'b.log' ? ['b.log'] : [],
  )
  const saved = await save(page.getByTestId('layer-save'))
  expect([saved.name, saved.bytes.toString()]).toEqual([name, `this is ${name}`])
  // From what is not among the lines the keys lead to the first.
  await page.getByTestId('layer-list').press('ArrowDown')
  expect(await chosen.getAttribute('data-path')).toBe(name === 'b.log' ? 'd.log' : 'b.log')
})

test('a comparison can be stopped, and the files stay', async ({ page }) => {
  await give(page, 'target', { name: 'slow.tar', bytes: imageOfLayers([slowLayer(), tarOf(upper)]) })
  await heldComparison(page)
  await page.getByTestId('layer-summary').getByTestId('cancel').click()
  await release(page)
  await page.locator('[data-comparing=stopped]').waitFor()
  await line(page, 'bin/new').waitFor()
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('a layer that is not there says why', async ({ page }) => {
  await give(page, 'base', base('docker28-classic'))
  await give(page, 'target', target('docker28-classic'))
  await planOf(rows(page))
  const slim = (await saveRow(rows(page))).bytes
  await page.reload()

  await give(page, 'target', { name: 'slim.tar', bytes: slim })
  await page.getByTestId('open-layer').last().click()
  await page.locator('[data-testid=layer-none][data-why=emptied]').waitFor()
  await page.keyboard.press('Escape')
  // What is above it is there, but can't be compared.
  await openLayer(page, 0)
  await page
    .locator('[data-comparing=impossible]')
    .getByText(/1 of the \d layers below/)
    .waitFor()
  await page.keyboard.press('Escape')

  await give(page, 'base', { name: 'base.tar.gz', bytes: pack('gzip', readFileSync(base('docker28-classic'))) })
  await planOf(rows(page))
  await page.getByText('Layers', { exact: true }).click()
  await page.getByRole('region', { name: 'Already there' }).getByTestId('open-layer').click()
  await page.locator('[data-testid=layer-none][data-why=not-kept]').waitFor()
  await page.keyboard.press('Escape')

  // A base whose bytes are there lends them.
  await give(page, 'base', base('docker28-classic'))
  await planOf(rows(page))
  await openLayer(page, (await page.getByTestId('open-layer').count()) - 1)
  await compared(page)
})

test('a damaged layer is an error with words, and so is one below', async ({ page }) => {
  const damaged = tarOf(lower)
  damaged.fill(1, 512, 700)
  await give(page, 'target', { name: 'damaged.tar', bytes: imageOfLayers([damaged, tarOf(upper)]) })
  await openLayer(page, 0)
  await page.locator('[data-comparing=failed]').waitFor()
  await faults(page, 'bad-checksum').getByText('damaged.tar: 0/layer.tar').waitFor()
  await page.keyboard.press('Escape')
  await page.getByTestId('open-layer').last().click()
  await dialog(page).locator(faults(page, 'bad-checksum')).waitFor()
})

test('hostile names are text, and are saved under tame ones', async ({ page }) => {
  const names = ['<img src=x onerror="globalThis.harmed=1">', '../../..:*?"<|>‮gpj.exe', '\u0007\n', 'long'.repeat(60)]
  const layer = tarOf(
    names.map((name) => ({ name: `dir/${name}`, body: name, format: 'pax', pax: { path: `dir/${name}` } })),
  )
  await give(page, 'target', { name: 'hostile.tar', bytes: imageOfLayers([layer]) })
  await openLayer(page, 0)
  await compared(page)
  expect(await lineCount(page)).toBe(5)
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false)
  expect(await dialog(page).locator('img').count()).toBe(0)
  const list = page.getByTestId('layer-list')
  await list.press('Home')
  for (let at = 1; at < 5; at++) {
    await list.press('ArrowDown')
    await page.locator(`#layer-line-${at}[aria-selected=true]`).waitFor()
    const { name } = await save(page.getByTestId('layer-save'))
    expect(name).toMatch(/^[^\p{Cc}\p{Cf}"*/:<>?\\|]+$/u)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280)
})

test('a worker that dies under an opened layer is told', async ({ page }) => {
  await give(page, 'target', { name: 'layered.tar', bytes: imageOfLayers([tarOf(lower), tarOf(upper)]) })
  await openLayer(page, 0)
  await compared(page)
  await page
    .workers()
    .at(-1)!
    .evaluate(() => void setTimeout(() => self.close()))
  await expect.poll(() => page.workers().length).toBe(1)
  await page.getByTestId('layer-search').fill('x')
  await dialog(page).locator(faults(page, 'worker-died')).waitFor()
  await page.keyboard.press('Escape')
  await openLayer(page, 0)
})
