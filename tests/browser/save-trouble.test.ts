import { appendFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { inDirectory } from '../fixtures/gnu-tar'
import { largeImage } from '../fixtures/large-image'
import { allPlanned, faults, give, launchPersistent, openOptions, planOf, rows, test } from './page'
import { holdWrites, isWriteHeld, letWrite, picked, stubPickers } from './pickers'

/** Longer than any buffer on the way. */
const SIZE = 40_000_000

/** Gives an image that lies on disk, so that something can happen to it there, and its base. */
async function withFile(page: Page, work: (path: string) => Promise<void>) {
  await inDirectory(async (at) => {
    const { base, target } = largeImage(SIZE)
    writeFileSync(`${at}/base.tar`, base)
    writeFileSync(`${at}/app.tar`, target)
    await give(page, 'base', `${at}/base.tar`)
    await give(page, 'target', `${at}/app.tar`)
    await planOf(rows(page))
    await work(`${at}/app.tar`)
  })
}

const changes = [
  ['is cut off', (path: string) => truncateSync(path, 1_000_000)],
  ['is removed', unlinkSync],
  ['grows', (path: string) => appendFileSync(path, 'more')],
] as const

const ways = ['plain', 'gzipped', 'in parts'] as const

test.for(ways.flatMap((way) => changes.map(([what, change]) => [way, what, change] as const)))(
  '%s: a source that %s during the save is named, and no file is left',
  async ([way, , change], { page }) => {
    await withFile(page, async (path) => {
      if (way === 'gzipped') await page.getByTestId('compress').check()
      if (way === 'in parts') {
        await openOptions(page)
        await page.getByTestId('split').selectOption('custom')
        await page.getByTestId('split-size').fill('9')
      }
      await stubPickers(page)
      await holdWrites(page)
      await rows(page).getByTestId('save').click()
      await isWriteHeld(page)
      change(path)
      await letWrite(page)
      const told = faults(page, 'changed-on-disk').or(faults(page, 'unreadable'))
      await told.filter({ hasText: 'app.tar' }).waitFor()
      expect(Object.keys(await picked(page))).toEqual([])
      expect(Object.keys(await picked(page, 'picked').catch(() => ({})))).toEqual([])
      expect(await rows(page).getByText('was written').count()).toBe(0)
      await rows(page).getByTestId('save').waitFor()
    })
  },
)

test('a source that changed before the save leaves no empty file where the picker has made one', async ({ page }) => {
  await withFile(page, async (path) => {
    await stubPickers(page)
    truncateSync(path, 1000)
    await rows(page).getByTestId('save').click()
    await faults(page, 'changed-on-disk').waitFor()
    expect(Object.keys(await picked(page))).toEqual([])
  })
})

test('a save shows bytes, rate and time left, and a cancel leaves none of the parts', async ({ page }) => {
  await withFile(page, async () => {
    await openOptions(page)
    await page.getByTestId('split').selectOption('custom')
    await page.getByTestId('split-size').fill('9')
    await stubPickers(page, 500)
    // The first part has two pieces.
    await holdWrites(page, 3)
    await rows(page).getByTestId('save').click()
    const progress = rows(page).getByTestId('progress')
    await isWriteHeld(page)
    expect((await picked(page, 'picked'))['app.slim.tar.001']?.length).toBe(9_000_000)
    expect(await progress.innerText()).toMatch(/\d MB of 40 MB\s+[\d.]+ MB\/s\s+\d+ sec left/)
    await page.getByTestId('cancel').click()
    await letWrite(page)
    await rows(page).getByTestId('save').waitFor()
    await expect.poll(async () => Object.keys(await picked(page, 'picked'))).toEqual([])
    expect(await page.getByTestId('error').count()).toBe(0)
  })
})

test('a zip for which the browser has no room says so, and leaves nothing', async ({ site }) => {
  await inDirectory(async (profile) => {
    const context = await launchPersistent(profile)
    const page = await context.newPage()
    await page.goto(site)
    const session = await context.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site).origin, quotaSize: 5_000_000 })
    const { base, target } = largeImage()
    await give(page, 'base', { name: 'base.tar', bytes: base })
    await give(page, 'target', { name: 'a.tar', bytes: target }, { name: 'b.tar', bytes: target })
    await allPlanned(page)
    await page.getByTestId('save-all').click() // Chromium does not tell how much room there is, but stops where there is none.
    await faults(page, 'disk-full').waitFor()
    await expect.poll(() => page.evaluate(inSpool)).toBe(0)
    await context.close()
  })
})

/** How many files lie in the origin's own file system. */
const inSpool = async () => {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle('spool', { create: true })
  let count = 0
  for await (const name of folder.keys()) count += name.length > 0 ? 1 : 0
  return count
}
