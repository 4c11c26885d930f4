import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { largeImage } from '../fixtures/large-image'
import { allPlanned, faults, give, openOptions, planOf, rows, save, saveRow, test } from './page'
import { holdWrites, isWriteHeld, letWrite, picked, stubPickers } from './pickers'

const bytesOf = (files: Record<string, Buffer>, name: string) => files[name] ?? Buffer.alloc(0)

const written = (page: Page) => page.getByText('was written')

test('where there is a picker, the file is written where it says, the same as the download', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const { bytes } = await saveRow(rows(page))
  await stubPickers(page)
  await rows(page).getByTestId('save').click()
  await written(page).waitFor()
  expect(bytesOf(await picked(page), 'docker20-ip-server.slim.tar').equals(bytes)).toBe(true)
})

test('gzipped on the way out, by picker and by download, it is the same archive', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const plain = await saveRow(rows(page))
  await page.getByTestId('compress').check()
  const packed = await saveRow(rows(page))
  expect(packed.name).toBe('docker20-ip-server.slim.tar.gz')
  expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true)
  await rows(page).getByText('docker load -i docker20-ip-server.slim.tar.gz').waitFor()

  await stubPickers(page)
  await rows(page).getByTestId('save').click()
  await written(page).waitFor()
  expect(gunzipSync(bytesOf(await picked(page), packed.name)).equals(plain.bytes)).toBe(true)
})

test('a picker that the user closes saves nothing, and says nothing', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await page.evaluate(() => {
    window.showSaveFilePicker = async () => {
      window.dispatchEvent(new Event('blur'))
      throw new DOMException('closed', 'AbortError')
    }
  })
  await rows(page).getByTestId('save').click()
  await rows(page).getByTestId('save').waitFor()
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('a save for which the disk is too small says so, leaves no file, and can be tried again', async ({ page }) => {
  await page.getByTestId('sample').click()
  await planOf(rows(page))
  await page.evaluate(() => {
    window.showSaveFilePicker = async (options) => {
      const root = await navigator.storage.getDirectory()
      const handle = await root.getFileHandle(options?.suggestedName ?? '', { create: true })
      const open = handle.createWritable.bind(handle)
      handle.createWritable = async () => {
        const file = await open()
        file.write = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
        return file
      }
      return handle
    }
  })
  await rows(page).getByTestId('save').click()
  await faults(page, 'disk-full').waitFor()
  expect(Object.keys(await picked(page))).toEqual([])
  await rows(page).getByTestId('save').waitFor()
})

test('all at once, into a folder, or as one zip where there are no folders', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  const singles = [await planOf(rows(page).nth(0)), await planOf(rows(page).nth(1))]
  const first = await saveRow(rows(page).nth(0))
  const zip = await save(page.getByTestId('save-all'))
  expect(zip.name).toBe('slim-images.zip')
  expect(zip.bytes.includes(first.bytes)).toBe(true)

  await stubPickers(page)
  await page.getByTestId('save-all').click()
  await expect
    .poll(async () =>
      Object.entries(await picked(page, 'picked').catch(() => ({})))
        .map(([name, { length }]) => [name, length])
        .sort(),
    )
    .toEqual([
      ['docker20-ip-server.slim.tar', singles[0]!.kept],
      ['docker20-web.slim.tar', singles[1]!.kept],
    ])
  expect(bytesOf(await picked(page, 'picked'), first.name).equals(first.bytes)).toBe(true)
})

test('a save that is cancelled leaves no file', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await stubPickers(page)
  await holdWrites(page)
  await rows(page).getByTestId('save').click()
  await isWriteHeld(page)
  await rows(page).getByTestId('cancel').click()
  await letWrite(page)
  await rows(page).getByTestId('save').waitFor()
  expect(Object.keys(await picked(page))).toEqual([])
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('in parts: each of the chosen size, joined and checked by the commands on the page', async ({ page }) => {
  const large = largeImage()
  await give(page, 'base', { name: 'base.tar', bytes: large.base })
  await give(page, 'target', { name: 'large.tar', bytes: large.target })
  await planOf(rows(page))
  const whole = await saveRow(rows(page))
  await openOptions(page)
  await page.getByTestId('split').selectOption('custom')
  await page.getByTestId('split-size').fill('1')
  await stubPickers(page)
  await rows(page).getByTestId('save').click()
  await written(page).waitFor()
  const files = await picked(page, 'picked')
  const parts = ['001', '002', '003', '004'].map((number) => `large.slim.tar.${number}`)
  expect(Object.keys(files).sort()).toEqual([...parts, 'large.slim.tar.parts.sha256', 'large.slim.tar.sha256'])
  expect(parts.map((name) => files[name]!.length).slice(0, 3)).toEqual([1_000_000, 1_000_000, 1_000_000])

  await inDirectory(async (at) => {
    for (const name of Object.keys(files)) writeFileSync(`${at}/${name}`, bytesOf(files, name))
    // What was saved keeps its name, whatever the next save would be.
    await page.getByTestId('compress').check()
    const commands = (await rows(page).locator('code').allInnerTexts()).filter((text) => /sha256sum|^cat/.test(text))
    expect(commands.length).toBe(3)
    for (const command of commands) execFileSync('sh', ['-ec', command], { cwd: at })
    expect(readFileSync(`${at}/large.slim.tar`).equals(whole.bytes)).toBe(true)
  })
})

test('all at once in parts: what is too large is cut, the rest stays whole, and the page tells how to join it', async ({
  page,
}) => {
  const large = largeImage()
  await give(page, 'base', { name: 'base.tar', bytes: large.base }, base('docker20'))
  await give(page, 'target', { name: 'large.tar', bytes: large.target }, target('docker20'))
  await allPlanned(page)
  await openOptions(page)
  await page.getByTestId('split').selectOption('custom')
  await page.getByTestId('split-size').fill('1')
  await stubPickers(page)
  await page.getByTestId('save-all').click()
  await page.getByText('All were written').waitFor()
  const names = Object.keys(await picked(page, 'picked')).sort()
  const parts = ['001', '002', '003', '004'].map((number) => `large.slim.tar.${number}`)
  expect(names).toEqual([
    'docker20-ip-server.slim.tar',
    ...parts,
    'large.slim.tar.parts.sha256',
    'large.slim.tar.sha256',
  ])
  await page.getByText('cat large.slim.tar.001').waitFor()
  expect(await page.getByText(/^cat /).count()).toBe(1)
})

test('two targets of one name are saved beside each other, and each has its own command', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  const bytes = readFileSync(target('docker20'))
  await give(page, 'target', { name: 'app.tar', bytes }, { name: 'App.tar', bytes }, { name: 'app-2.tar', bytes })
  await allPlanned(page)
  await stubPickers(page)
  await page.getByTestId('save-all').click()
  await page.getByText('All were written').waitFor()
  const names = ['app.slim.tar', 'App-3.slim.tar', 'app-2.slim.tar']
  expect(Object.keys(await picked(page, 'picked')).sort()).toEqual([...names].sort())
  for (const name of names) await page.getByText(`docker load -i ${name}`, { exact: true }).waitFor()
})
