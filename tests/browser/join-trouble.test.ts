import { truncateSync, unlinkSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { sample } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { slimOnBase } from '../fixtures/slim-on-base'
import { faults, give, test } from './page'
import { holdWrites, isWriteHeld, stubPickers } from './pickers'
import { killed, stuckAtWork } from './stuck-worker'
import { cancelled, left, sumOf } from './trouble'

const JOINED = 'joined-images.tar'

const button = (page: Page) => page.getByTestId('join')

/** A slim archive and a whole one, joined once: what comes of it, and of every other try that goes well. */
async function joined(page: Page, folder: string, from: 'plain' | 'packed') {
  const files = slimOnBase(folder)
  await stubPickers(page)
  await give(page, 'base', files[from])
  await give(page, 'target', files.slim, sample('docker20-web.tar'))
  await join(page)
  return { files, sum: await sumOf(page, JOINED) }
}

async function join(page: Page): Promise<void> {
  await button(page).click()
  await page.getByText(`${JOINED} was written`).waitFor()
}

/** What was there before is there still, nothing else is, and the next try goes well. */
async function expectRight(page: Page, sum: string): Promise<void> {
  await expect.poll(() => left(page)).toEqual([JOINED])
  expect(await sumOf(page, JOINED)).toBe(sum)
  await join(page)
  expect(await sumOf(page, JOINED)).toBe(sum)
  await expect.poll(() => left(page)).toEqual([JOINED])
}

const steps = [
  ['unpacking', 'packed'],
  ['hashing', 'plain'],
] as const

test.for(steps)('a join whose worker is killed while it is %s says so', async ([, from], { page }) => {
  await inDirectory(async (folder) => {
    const { sum } = await joined(page, folder, from)
    await killed(await stuckAtWork(page, () => button(page).click()))
    await faults(page, 'worker-died').waitFor()
    await expectRight(page, sum)
  })
})

test.for(steps)('a join that is cancelled while it is %s leaves what was there', async ([, from], { page }) => {
  await inDirectory(async (folder) => {
    const { sum } = await joined(page, folder, from)
    await stuckAtWork(page, () => button(page).click())
    expect(await cancelled(page.locator('main'))).toBeLessThan(500)
    expect(await page.getByTestId('error').count()).toBe(0)
    await expectRight(page, sum)
  })
})

test('a join that is cancelled while it is writing leaves what was there', async ({ page }) => {
  await inDirectory(async (folder) => {
    const { sum } = await joined(page, folder, 'plain')
    await holdWrites(page)
    await button(page).click()
    await isWriteHeld(page)
    await cancelled(page.locator('main'))
    await expectRight(page, sum)
  })
})

test.for([
  ['is cut off', (path: string) => truncateSync(path, 1_000_000)],
  ['is gone', unlinkSync],
] as const)('a base that %s before a join is named, and what was there stays', async ([, change], { page }) => {
  await inDirectory(async (folder) => {
    const { files, sum } = await joined(page, folder, 'plain')
    change(files.plain)
    await button(page).click()
    await faults(page, 'changed-on-disk').or(faults(page, 'unreadable')).first().waitFor()
    await expect.poll(() => left(page)).toEqual([JOINED])
    expect(await sumOf(page, JOINED)).toBe(sum)
  })
})
