import { statSync } from 'node:fs'
import { expect } from 'vitest'
import { base, sample, target, writers } from '../engines/samples'
import { listedByGnuTar } from '../fixtures/gnu-tar'
import { findings, give, planOf, rows, save, saveRow, test } from './page'

test.for(writers)('the fingerprint of the base by %s stands for it', async (writer, { open }) => {
  const page = await open()
  await give(page, 'base', base(writer))
  await give(page, 'target', target(writer))
  const plan = await planOf(rows(page))
  const { bytes } = await saveRow(rows(page))
  const print = await save(page.getByTestId('fingerprint'))
  expect(print.name).toBe(`${writer}-base.fingerprint.tar`)
  expect(print.bytes.length).toBeLessThan(statSync(base(writer)).size / 5)
  expect(listedByGnuTar(print.path).filter(({ type, size }) => type === 'file' && size === 0)).toHaveLength(1)

  const next = await open()
  await give(next, 'base', print)
  await give(next, 'target', target(writer))
  expect(await planOf(rows(next))).toEqual(plan)
  expect((await saveRow(rows(next))).bytes.equals(bytes)).toBe(true)
})

test('the fingerprint of an archive of two images stands for both', async ({ page }) => {
  await give(page, 'base', sample('docker20-two-images.tar'))
  const print = await save(page.getByTestId('fingerprint'))
  await page.getByRole('button', { name: 'Remove' }).click()
  await give(page, 'base', print)
  await give(page, 'target', sample('docker20-web.tar'))
  expect((await planOf(rows(page))).shed).toBe(3)
  // It is as it should be, and nobody is to be sent for a base of the base.
  expect(await findings(page, 'layer-emptied').count()).toBe(0)
  await findings(page, 'all-there').waitFor()
})
