import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test as plain } from 'vitest'
import { CONTROL, listen, type Listener } from '../browser/listener'
import { serveStatic } from '../browser/static-server'
import { ofPage, ofWorker, sourceOf } from '../browser/ways'
import { inDirectory } from '../fixtures/gnu-tar'
import { byTestId, type DrivenPage, type Open } from './page'

const test = plain.extend<{ listener: Listener }>({
  // eslint-disable-next-line no-empty-pattern
  listener: async ({}, use) => {
    const listener = await listen()
    await use(listener)
    await listener.close()
  },
})

/** Goes every way in the page, and in a worker that it begins as it begins its own; waits until the slowest would have arrived. */
const goEveryWay = (page: DrivenPage, url: string) =>
  page.driver.evaluate(`(() => {
    ${sourceOf(ofPage, `${url}/page`)}
    new Worker(URL.createObjectURL(new Blob([${JSON.stringify(sourceOf(ofWorker, `${url}/worker`))}])))
    return new Promise((resolve) => setTimeout(resolve, 2000))
  })()`)

/** Ways that these browsers do not have, or do not go when nobody presses. */
const notGone = new Set(['WebTransport', 'prefetch', 'ping'])

const gone = [
  ...Object.keys(ofPage).map((name) => ['page', name]),
  ...Object.keys(ofWorker).map((name) => ['worker', name]),
].flatMap(([place, name]) => (notGone.has(name!) ? [] : [`/${place}/${name}`]))

export function noUpload(open: Open): void {
  test('without a policy the ways out reach the listener', async ({ listener }) => {
    const page = await open()
    await page.driver.goto(listener.url + CONTROL)
    await goEveryWay(page, listener.url)
    await expect.poll(() => gone.filter((way) => !listener.hits.has(way))).toEqual([])
  })

  test('the page’s policy refuses every way out, of the page and of its workers', async ({ listener }) => {
    const page = await open()
    await goEveryWay(page, listener.url)
    expect([...listener.hits]).toEqual([])
  })

  test('the proof shows the ways refused; a few in workers no browser tells of', async () => {
    const page = await open()
    await page.click(byTestId('proof'))
    await page.click(byTestId('proof-try'))
    await page.there(byTestId('way-out'))
    const ways = await page.driver.evaluate<{ place: string; way: string; outcome: string }[]>(
      `[...document.querySelectorAll('${byTestId('way-out')}')].map((item) => ({
        place: item.parentElement.previousElementSibling.innerText,
        way: item.querySelector('code').innerText,
        outcome: item.dataset.outcome,
      }))`,
    )
    const unclear = ways.filter(({ outcome }) => outcome !== 'refused' && outcome !== 'absent')
    expect(ways.length).toBe(Object.keys(ofPage).length - 1 + Object.keys(ofWorker).length)
    const known = ['EventSource', 'WebTransport', 'font'].map((way) => ({
      place: 'In the worker',
      way,
      outcome: 'silent',
    }))
    expect(known).toEqual(expect.arrayContaining(unclear))
    await page.driver.press('Escape')
    await page.gone('dialog[open]')
  })

  test('where somebody took the policy away, the proof says that it is not in force', () =>
    inDirectory(async (folder) => {
      cpSync('dist', folder, { recursive: true })
      const html = readFileSync(join(folder, 'index.html'), 'utf8')
      writeFileSync(join(folder, 'index.html'), html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''))
      writeFileSync(join(folder, '_headers'), '')
      const server = await serveStatic(folder, '/')
      const page = await open(server.url)
      await page.click(byTestId('proof'))
      await page.click(byTestId('proof-try'))
      await page.there(`${byTestId('way-out')}[data-outcome="open"]`)
      await page.there('dialog[open] [role=alert]')
      expect(await page.count(`${byTestId('way-out')}[data-outcome="refused"]`)).toBe(0)
      await server.stop()
    }))
}
