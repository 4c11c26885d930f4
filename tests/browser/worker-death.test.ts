import { copyFileSync, truncateSync, unlinkSync } from 'node:fs'
import type { Page, Worker } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { allPlanned, faults, give, planOf, rows, saveRow, test } from './page'

const theWorker = async (page: Page): Promise<Worker> => page.workers()[0] ?? (await page.waitForEvent('worker'))

const kill = (worker: Worker) => worker.evaluate(() => void setTimeout(() => self.close()))

test('a worker that is killed is replaced, and its files are opened again', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-ip-server.tar.gz'))
  await allPlanned(page)
  const before = await planOf(rows(page).nth(1))
  const worker = await theWorker(page)
  await kill(worker)
  await expect.poll(() => page.workers().filter((other) => other !== worker).length).toBe(1)
  expect(await planOf(rows(page).nth(0))).toEqual(before)
  expect(await planOf(rows(page).nth(1))).toEqual(before)
  await saveRow(rows(page).nth(1))
})

test('a worker that dies while it saves: the row says so, and the next try goes well', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  const { kept } = await planOf(rows(page))
  const worker = await theWorker(page)
  // It would read for ever.
  await worker.evaluate(() => void (Blob.prototype.arrayBuffer = () => new Promise(() => {})))
  await rows(page).getByTestId('save').click()
  await rows(page).getByRole('button', { name: 'Cancel' }).waitFor()
  await kill(worker)
  await rows(page).locator(faults(page, 'worker-died')).waitFor()
  await planOf(rows(page))
  await rows(page).locator(faults(page, 'worker-died')).waitFor()
  expect((await saveRow(rows(page))).bytes.length).toBe(kept)
  expect(await faults(page, 'worker-died').count()).toBe(0)
})

test('a worker that dies under the sample is told, and the sample comes with the next try', async ({ page }) => {
  const worker = await theWorker(page)
  // It would wait for its hasher for ever.
  await worker.evaluate(() => void (WebAssembly.compile = () => new Promise(() => {})))
  await page.getByTestId('sample').click()
  await kill(worker)
  await faults(page, 'worker-died').waitFor()
  await page.getByTestId('sample').click()
  await planOf(rows(page))
  expect(await faults(page, 'worker-died').count()).toBe(0)
})

test('a worker that dies under the proof leaves what the page tried', async ({ page }) => {
  const worker = await theWorker(page)
  // It would wait for ever to hear of refusals.
  await worker.evaluate(() => void (self.addEventListener = () => {}))
  await worker.evaluate(() => {
    const { setTimeout } = self
    Reflect.set(self, 'setTimeout', (work: () => void, ms?: number) => (ms ? 0 : setTimeout(work)))
  })
  await page.getByTestId('proof').click()
  await page.getByTestId('proof-try').click()
  await kill(worker)
  await page.getByTestId('way-out').first().waitFor()
})

test.for([
  ['was cut off', (path: string) => truncateSync(path, 1000)],
  ['is gone', unlinkSync],
] as const)(
  'a target that %s since it was planned is said so, and saved from no more',
  async ([, change], { page }) => {
    await inDirectory(async (at) => {
      const path = `${at}/image.tar`
      copyFileSync(target('docker20'), path)
      await give(page, 'base', base('docker20'))
      await give(page, 'target', path, sample('docker20-web.tar'))
      await planOf(rows(page).nth(0))
      change(path)
      await rows(page).nth(0).getByTestId('save').click()
      await faults(page, 'changed-on-disk').filter({ hasText: 'image.tar' }).waitFor()
      await saveRow(rows(page).nth(1))
    })
  },
)
