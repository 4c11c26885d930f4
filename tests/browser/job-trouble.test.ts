import { appendFileSync, truncateSync, unlinkSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { inDirectory } from '../fixtures/gnu-tar'
import { slimOnBase } from '../fixtures/slim-on-base'
import { faults, give, rows, test } from './page'
import { holdWrites, isWriteHeld, stubPickers } from './pickers'
import { killed, stuckAtWork } from './stuck-worker'
import { cancelled, left, sumOf, withQuota } from './trouble'

type Files = ReturnType<typeof slimOnBase>

/** A slim archive, and a base that stands under “Already there”. */
async function ready(page: Page, files: Files, base: 'plain' | 'packed') {
  await stubPickers(page)
  await give(page, 'base', files[base])
  await give(page, 'target', files.slim)
  await rows(page).getByTestId('restore').waitFor()
}

const begin = (page: Page) => rows(page).getByTestId('restore').click()

/** The base by which it comes to a step, and the bytes that are counted then: those that are packed, or those that come of it. */
const steps = {
  unpacking: { base: 'packed', shown: /of \d+ kB/ },
  hashing: { base: 'plain', shown: /of 210 MB/ },
  writing: { base: 'plain', shown: /of 210 MB/ },
} as const

type Step = keyof typeof steps

const stepNames = ['unpacking', 'hashing', 'writing'] as const

/** The restore of the row has come so far, and goes no further: it reads for ever, or its write is held. */
async function comeTo(page: Page, step: Step): Promise<void> {
  if (step === 'writing') {
    await holdWrites(page)
    await begin(page)
    await isWriteHeld(page)
  } else {
    await stuckAtWork(page, () => begin(page))
    await rows(page).getByTestId('progress').getByText(steps[step].shown).first().waitFor()
  }
}

/** The page is as it was, nothing is half-written, and the next restore is right. */
async function expectRight(page: Page, files: Files): Promise<void> {
  await expect.poll(() => left(page)).toEqual([])
  await begin(page)
  await rows(page).getByText('app.tar was written').waitFor()
  expect(await sumOf(page, 'app.tar')).toBe(files.whole)
  await expect.poll(() => left(page)).toEqual(['app.tar'])
}

test.for(stepNames)('a restore is cancelled within half a second while it is %s', async (step, { page }) => {
  await inDirectory(async (folder) => {
    const files = slimOnBase(folder)
    await ready(page, files, steps[step].base)
    await comeTo(page, step)
    expect(await cancelled(page.getByTestId('plan'))).toBeLessThan(500)
    expect(await page.getByTestId('error').count()).toBe(0)
    await expectRight(page, files)
  })
})

test.for(['unpacking', 'hashing'] as const)(
  'a worker that is killed while it is %s is told',
  async (step, { page }) => {
    await inDirectory(async (folder) => {
      const files = slimOnBase(folder)
      await ready(page, files, steps[step].base)
      await killed(await stuckAtWork(page, () => begin(page)))
      await rows(page).locator(faults(page, 'worker-died')).waitFor()
      await expectRight(page, files)
    })
  },
)

const changes = [
  ['is cut off', (path: string) => truncateSync(path, 1_000_000)],
  ['is gone', unlinkSync],
  ['grows', (path: string) => appendFileSync(path, 'more')],
] as const

test.for(changes)(
  'a base that %s since it was opened is named, and nothing is written',
  async ([, change], { page }) => {
    await inDirectory(async (folder) => {
      const files = slimOnBase(folder)
      await ready(page, files, 'plain')
      change(files.plain)
      await begin(page)
      await faults(page, 'changed-on-disk').or(faults(page, 'unreadable')).first().waitFor()
      await expect.poll(() => left(page)).toEqual([])
      await inDirectory(async (other) => {
        await page
          .locator('li.file')
          .first()
          .getByRole('button', { name: /Remove/ })
          .click()
        await give(page, 'base', slimOnBase(other).packed)
        await rows(page).getByTestId('restore').waitFor()
        await expectRight(page, files)
      })
    })
  },
)

test('where there is too little room to unpack, it is said; with more of it, the next goes well', async ({ site }) => {
  await withQuota(site, (page, allow) =>
    inDirectory(async (folder) => {
      const files = slimOnBase(folder)
      await ready(page, files, 'packed')
      await allow(20_000_000)
      await begin(page)
      await faults(page, 'out-of-space').waitFor()
      await allow(2_000_000_000)
      await expectRight(page, files)
    }),
  )
})

test('a check is cancelled within half a second, and one whose worker is killed says so', async ({ page }) => {
  await inDirectory(async (folder) => {
    const { plain } = slimOnBase(folder)
    await give(page, 'base', plain)
    const check = page.getByTestId('check')
    await stuckAtWork(page, () => check.click())
    await page
      .getByTestId('progress')
      .getByText(/of 210 MB/)
      .waitFor()
    expect(await cancelled(page.locator('li.file'))).toBeLessThan(500)
    await killed(await stuckAtWork(page, () => check.click()))
    await faults(page, 'worker-died').waitFor()
    await check.click()
    await page.locator('[data-testid=check-report][data-verdict=whole]').waitFor()
    expect(await faults(page, 'worker-died').count()).toBe(0)
  })
})

test.for(changes.slice(0, 2))('a file that %s while it is checked is told', async ([, change], { page }) => {
  await inDirectory(async (folder) => {
    const { plain } = slimOnBase(folder)
    await give(page, 'base', plain)
    await page.getByTestId('check').waitFor()
    change(plain)
    await page.getByTestId('check').click()
    await faults(page, 'unreadable').or(faults(page, 'changed-on-disk')).waitFor()
    expect(await page.getByTestId('check-report').count()).toBe(0)
  })
})
