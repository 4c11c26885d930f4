import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { CONTROL, listen, type Listener } from './listener'
import { chooseForm, give, planOf, rows, save, saveRow, test as onPage } from './page'
import { ofPage, ofWorker, refusedOf, sourceOf, type Evaluates } from './ways'

const test = onPage.extend<{ listener: Listener }>({
  // eslint-disable-next-line no-empty-pattern
  listener: async ({}, use) => {
    const listener = await listen()
    await use(listener)
    await listener.close()
  },
})

const workerOf = async (page: Page): Promise<Evaluates> => page.workers()[0] ?? (await page.waitForEvent('worker'))

const places = [
  { where: 'page', ways: ofPage, contextOf: async (page: Page): Promise<Evaluates> => page },
  { where: 'worker', ways: ofWorker, contextOf: workerOf },
]

test.for(places)(
  'without a policy every way out of a $where reaches the listener',
  async (place, { browser, listener }) => {
    const { ways, contextOf } = place
    const control = await browser.newPage()
    await control.goto(listener.url + CONTROL)
    await (await contextOf(control)).evaluate(sourceOf(ways, listener.url))
    const expected = Object.keys(ways).map((name) => (name === 'WebTransport' ? 'udp' : `/${name}`))
    await expect.poll(() => [...listener.hits].toSorted()).toEqual(expected.toSorted())
    await control.close()
  },
)

test.for(places)('the page’s policy refuses every way out of the $where', async (place, { page, listener }) => {
  const { ways, contextOf } = place
  const refused = await refusedOf(await contextOf(page), ways, listener.url)
  await expect.poll(refused).toEqual(Object.keys(ways))
  await fetch(`${listener.url}/last`)
  expect([...listener.hits]).toEqual(['/last'])
})

test('the proof shows each way refused, in the page and in the worker', async ({ page }) => {
  await page.getByTestId('proof').click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  for (const told of ['Navigation', 'WebRTC', 'preconnect']) expect(await dialog.innerText()).toContain(told)
  await dialog.getByText('The policy, word for word').click()
  expect(await dialog.locator('.policy').innerText()).toContain("default-src 'none'; connect-src 'none'")
  await page.getByTestId('proof-try').click()
  await dialog.getByRole('heading', { name: 'In the worker' }).waitFor()
  const ways = await page
    .getByTestId('way-out')
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector('code')?.textContent, item.getAttribute('data-outcome')]),
    )
  // Its own list, held against the test's: `ping` alone would have to follow a link.
  const names = (list: object) => Object.keys(list).map((name) => (name === 'style' ? 'stylesheet' : name))
  const wanted = [...names(ofPage).filter((name) => name !== 'ping'), ...names(ofWorker)]
  expect(ways.toSorted()).toEqual(wanted.map((name) => [name, 'refused']).toSorted())
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
})

test('the main job asks for nothing but the page’s own files', async ({ browser, site }) => {
  const context = await browser.newContext()
  const requests: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  const page = await context.newPage()
  page.on('websocket', (socket) => requests.push(socket.url()))
  await page.goto(site)
  // Its service worker fetches every file for the next time, when it comes to it.
  await page.getByTestId('offline-ready').waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  const loading = [...requests]

  await give(page, 'base', base('docker20'), sample('docker28-classic-base.inspect.json'))
  await give(page, 'target', target('docker20'), target('podman4-oci-archive'))
  for (const form of ['universal', 'as-is'] as const) {
    await chooseForm(page, form)
    for (const at of [0, 1]) {
      await planOf(rows(page).nth(at))
      await saveRow(rows(page).nth(at))
    }
  }
  await save(page.getByTestId('fingerprint'))
  await page.getByTestId('sample').click()
  await planOf(rows(page).nth(2))

  expect(loading.filter((url) => !url.startsWith(site) && !url.startsWith(`blob:${site}`))).toEqual([])
  expect(loading).toContain(site)
  // Saves are read from Blobs; the browser itself asks for the web app's manifest when it likes.
  const own = (url: string) => url.startsWith(`blob:${site}`) || url === `${site}manifest.webmanifest`
  expect(requests.slice(loading.length).filter((url) => !own(url))).toEqual([])
  await context.close()
})
