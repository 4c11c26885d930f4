import { copyFileSync, truncateSync, unlinkSync } from 'node:fs'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { faults, give, planOf, rows, saveRow, test } from './page'

test('a worker that is killed is replaced, and its files are opened again', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-ip-server.tar.gz'))
  const before = await planOf(rows(page).nth(1))
  const [worker] = page.workers()
  await worker!.evaluate(() => void setTimeout(() => self.close()))
  await expect.poll(() => page.workers().filter((other) => other !== worker).length).toBe(1)
  expect(await planOf(rows(page).nth(0))).toEqual(before)
  expect(await planOf(rows(page).nth(1))).toEqual(before)
  await saveRow(rows(page).nth(1))
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
