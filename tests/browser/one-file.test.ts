import { createHash } from 'node:crypto'
import { cpSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { listen } from './listener'
import { give, planOf, rows, save, saveRow, test as onPage } from './page'
import { ofPage, ofWorker, refusedOf } from './ways'

const FILE = 'dist/layershed.html'

const test = onPage.extend<{ stick: Page }>({
  /** The one file alone in a folder, opened from disk, with no server anywhere. */
  stick: async ({ browser }, use) => {
    await inDirectory(async (folder) => {
      cpSync(FILE, `${folder}/layershed.html`)
      const context = await browser.newContext({ locale: 'en-US' })
      const page = await context.newPage()
      const errors: Error[] = []
      page.on('pageerror', (error) => errors.push(error))
      await page.goto(pathToFileURL(`${folder}/layershed.html`).href)
      await use(page)
      await context.close()
      expect(errors).toEqual([])
    })
  },
})

test('from a stick it does the same job as the hosted page, to the byte', async ({ page, stick }) => {
  const outputs = []
  for (const place of [page, stick]) {
    await give(place, 'base', base('docker20'))
    await give(place, 'target', target('docker20'))
    await planOf(rows(place))
    outputs.push((await saveRow(rows(place))).bytes)
  }
  expect(outputs[1]!.equals(outputs[0]!)).toBe(true)
})

test.for(['gz', 'zst', 'xz', 'bz2'])(
  'from a stick it reads .tar.%s and writes it gzipped',
  async (ending, { stick }) => {
    await give(stick, 'base', base('docker20'))
    await give(stick, 'target', sample(`docker20-ip-server.tar.${ending}`), sample('docker20-web.tar'))
    await planOf(rows(stick).nth(0))
    await stick.getByTestId('compress').check()
    expect((await saveRow(rows(stick).nth(0))).name).toBe('docker20-ip-server.slim.tar.gz')
    expect((await save(stick.getByTestId('save-all'))).name).toBe('slim-images.zip')
  },
)

test('from a stick the sample goes all the way, and in Chinese', async ({ stick }) => {
  await stick.getByTestId('language').selectOption('zh-CN')
  await stick.getByTestId('sample').click()
  await planOf(rows(stick))
  await saveRow(rows(stick))
  expect(await stick.getByTestId('one-file').count()).toBe(0)
})

test('its policy refuses every way out, in the page and in the worker', async ({ stick }) => {
  const listener = await listen()
  const places = [
    [stick, ofPage],
    [stick.workers()[0] ?? (await stick.waitForEvent('worker')), ofWorker],
  ] as const
  for (const [context, ways] of places) {
    const refused = await refusedOf(context, ways, listener.url)
    await expect.poll(refused).toEqual(Object.keys(ways))
  }
  await fetch(`${listener.url}/last`)
  expect([...listener.hits]).toEqual(['/last'])
  await listener.close()
})

test('the hosted page hands it out, with the sum that it has', async ({ page }) => {
  const { name, bytes } = await save(page.getByTestId('one-file'))
  expect(name).toBe('layershed.html')
  await page.getByText('Its SHA-256').click()
  const sum = createHash('sha256').update(bytes).digest('hex')
  expect(await page.getByTestId('one-file-sha256').innerText()).toBe(sum)
  expect(bytes.equals(readFileSync(FILE))).toBe(true)
})

test('it names scripts and styles by hash, and nothing outside itself', () => {
  const html = readFileSync(FILE, 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)!
  expect(policy).toMatch(/script-src 'sha256-[\w+/=]+' 'wasm-unsafe-eval';/)
  expect(policy).toMatch(/style-src 'sha256-[\w+/=]+';/)
  expect(policy).not.toMatch(/'self'|unsafe-inline|'unsafe-eval'/)
  const head = html.slice(0, html.indexOf('<script'))
  expect([...head.matchAll(/(?:src|href)="(?!data:)[^"]*"/g)]).toEqual([])
})
