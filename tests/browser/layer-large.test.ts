import { expect } from 'vitest'
import { imageOfLayers } from '../fixtures/layered'
import { memberBytes } from '../fixtures/tar'
import { allLines, compared, lineCount, lines, openLayer } from './layer-page'
import { give, test } from './page'

const COUNT = 200_000

/** So many files of no bytes, a thousand a folder. */
function manyFiles(): Uint8Array<ArrayBuffer> {
  const tar = new Uint8Array((COUNT + 2) * 512)
  for (let at = 0; at < COUNT; at++) tar.set(memberBytes({ name: nameAt(at) }), at * 512)
  return tar
}

const nameAt = (at: number) =>
  `folder-${String(Math.floor(at / 1000)).padStart(3, '0')}/file-${String(at).padStart(6, '0')}`

test('200,000 files: listed, scrolled to the end, searched, with few lines laid out at a time', async ({ page }) => {
  // Handed over as a file on disk: through the protocol it would take longer than all the rest.
  await give(page, 'target', { name: 'many.tar', bytes: imageOfLayers([manyFiles()], 'gzip') })
  await page.evaluate(() => {
    const state = { last: performance.now(), longest: 0 }
    Object.assign(globalThis, { frames: state })
    const step = () => {
      const now = performance.now()
      state.longest = Math.max(state.longest, now - state.last)
      state.last = now
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
  const started = performance.now()
  await openLayer(page, 0)
  const listed = performance.now()
  await compared(page)
  expect(await page.getByTestId('layer-summary').innerText()).toContain('200,000 files')
  expect(await lineCount(page)).toBe(200)

  await page.getByTestId('layer-open-all').click()
  await expect.poll(() => lineCount(page)).toBe(COUNT + 200)
  const list = page.getByTestId('layer-list')
  await list.press('End')
  await page.locator(`#layer-line-${COUNT + 199}[aria-selected=true]`).waitFor()
  expect((await lines(page)).at(-1)).toBe(nameAt(COUNT - 1))
  expect((await lines(page)).length).toBeLessThan(100)

  // By the wheel, too: to the middle, where other lines stand.
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
  await page.locator(`#layer-line-${COUNT / 2 + 100}`).waitFor()

  await page.getByTestId('layer-search').fill('file-1234')
  await expect.poll(() => page.getByTestId('layer-found').getAttribute('data-matches')).toBe('100')
  expect(await lineCount(page)).toBe(101)
  expect([...(await allLines(page)).keys()].at(-1)).toBe(nameAt(123_499))

  const longest = await page.evaluate(() => (globalThis as unknown as { frames: { longest: number } }).frames.longest)
  console.log(
    `200,000 files: listed after ${Math.round(listed - started)} ms; the longest gap between frames ${Math.round(longest)} ms`,
  )
})
