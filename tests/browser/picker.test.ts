import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, target } from '../engines/samples'
import { give, planOf, rows, saveRow, test } from './page'

/** No automation can drive a browser's own dialog: a stand-in for it, as source that runs in the page. */
async function withPicker(page: Page, picker: string): Promise<void> {
  await page.addInitScript(`globalThis.showSaveFilePicker = ${picker}`)
  await page.reload()
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
}

const abort = `throw new DOMException('The user aborted a request.', 'AbortError')`

test('a picker that a busy browser is slow to refuse, without showing it, leaves the save to the downloads', async ({
  page,
}) => {
  await withPicker(page, `async () => { await new Promise((resolve) => setTimeout(resolve, 500)); ${abort} }`)
  const { kept } = await planOf(rows(page))
  expect((await saveRow(rows(page))).bytes.length).toBe(kept)
})

test('a picker that is closed saves nothing, and the next save asks again', async ({ page }) => {
  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  const closed = `globalThis.asked = (globalThis.asked ?? 0) + 1; dispatchEvent(new Event('blur')); ${abort}`
  await withPicker(page, `async () => { ${closed} }`)
  for (const times of [1, 2]) {
    await rows(page).getByTestId('save').click()
    await expect.poll(() => page.evaluate('globalThis.asked')).toBe(times)
    await rows(page).getByTestId('save').waitFor()
  }
  expect(await rows(page).getByText('was handed to').count()).toBe(0)
  expect(downloads).toEqual([])
})

test('where there is a picker, the archive is written to the file that it gives', async ({ page }) => {
  await withPicker(
    page,
    `async ({ suggestedName }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })`,
  )
  const { kept } = await planOf(rows(page))
  const written = async () =>
    (await page.evaluate(`navigator.storage.getDirectory()
      .then((folder) => folder.getFileHandle('docker20-ip-server.slim.tar'))
      .then((handle) => handle.getFile()).then(({ size }) => size, () => -1)`)) as number
  await rows(page).getByTestId('save').click()
  await expect.poll(written).toBe(kept)
})
