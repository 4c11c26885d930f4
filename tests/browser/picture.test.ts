import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, target } from '../engines/samples'
import { legacyArchive } from '../fixtures/docker-archives'
import { diffIdOf } from '../fixtures/layers'
import { tarOf } from '../fixtures/tar'
import { give, planOf, rows, test } from './page'

const archive = (tag: string, layers: string) => ({
  name: `${tag}.tar`,
  bytes: tarOf(legacyArchive([{ tags: [`${tag}:1`], layers: [...layers] }])),
})

/** The layers of one side, from the bottom up. */
const stack = (page: Page, name: string) =>
  rows(page)
    .getByRole('list', { name: `Layers of ${name}` })
    .locator('li')

const fates = async (page: Page, name: string) =>
  (await stack(page, name).evaluateAll((layers) => layers.map((layer) => layer.classList.item(0)))).toReversed()

test('an image stands beside the base that it shares with, and each layer shows what becomes of it', async ({
  page,
}) => {
  await give(page, 'base', archive('base', 'AX'))
  await give(page, 'target', archive('app', 'ABB'))
  await planOf(rows(page))
  expect(await fates(page, 'app:1')).toEqual(['shed', 'kept', 'shared'])
  expect(await fates(page, 'base:1')).toEqual(['held', 'other'])
})

test('shared layers stand at the same height on both sides', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  // At one moment: what comes later above them moves both.
  const [here, there] = await stack(page, 'ip-server:1.0.0')
    .last()
    .or(stack(page, 'sample-base:7').last())
    .evaluateAll((layers) =>
      layers.map((layer) => layer.getBoundingClientRect()).map(({ y, height }) => ({ y, height })),
    )
  expect(there!.y).toBeCloseTo(here!.y, 0)
  expect(there!.height).toBeCloseTo(here!.height, 0)
})

test('a layer that is pointed at, by mouse or by arrow keys, tells its line, size, digest and source', async ({
  page,
}) => {
  await give(page, 'base', archive('base', 'A'))
  await give(page, 'target', archive('app', 'ABC'))
  await planOf(rows(page))
  const caption = rows(page).locator('figcaption')
  await stack(page, 'app:1').last().hover()
  await caption.getByText('COPY A.txt /').waitFor()
  await caption.getByText('left out · as base.tar says').waitFor()
  await caption.getByText(diffIdOf('A')).waitFor()

  await stack(page, 'app:1').first().getByRole('button').focus()
  await caption.getByText('COPY C.txt /').waitFor()
  await page.keyboard.press('ArrowDown')
  await caption.getByText('COPY B.txt /').waitFor()
  await page.keyboard.press('End')
  await caption.getByText('COPY A.txt /').waitFor()
  await page.keyboard.press('ArrowDown')
  await caption.getByText(diffIdOf('A')).waitFor()
})

test('why it isn’t smaller: where the stacks part, and what is equal above and of no use', async ({ page }) => {
  await give(page, 'base', archive('base', 'AXCD'))
  await give(page, 'target', archive('app', 'ABCD'))
  await planOf(rows(page))
  const why = rows(page).getByTestId('why')
  await why.locator('summary').click()
  await why.getByText(/^Below layer 2 it is the same as .*; there the two part:$/).waitFor()
  await why.getByText('COPY X.txt /').waitFor()
  await why.getByText('COPY B.txt /').waitFor()
  expect(await why.locator('li').allInnerTexts()).toEqual(['COPY C.txt /', 'COPY D.txt /'])
})

test('why it isn’t smaller: all of the base is used', async ({ page }) => {
  await give(page, 'base', archive('base', 'AB'))
  await give(page, 'target', archive('app', 'ABC'))
  await planOf(rows(page))
  await rows(page).getByTestId('why').locator('summary').click()
  await rows(page).getByText('All of base:1 is used (2 layers)').waitFor()
})

test('where nothing is shared, the two stacks still stand side by side, with nothing to save', async ({ page }) => {
  await give(page, 'base', archive('base', 'BA'))
  await give(page, 'target', archive('app', 'AB'))
  await page.getByTestId('nothing-in-common').waitFor()
  expect(await fates(page, 'app:1')).toEqual(['kept', 'kept'])
  expect(await fates(page, 'base:1')).toEqual(['other', 'other'])
  expect(await rows(page).getByTestId('save').count()).toBe(0)
})

test('thirty images of 120 layers are drawn, and none runs out of the page', async ({ page }) => {
  const letters = Array.from({ length: 120 }, (_, at) => `L${at}`)
  const images = Array.from({ length: 30 }, (_, at) => ({ tags: [`many:${at}`], layers: [...letters, `top-${at}`] }))
  await give(page, 'base', { name: 'base.tar', bytes: tarOf(legacyArchive([{ tags: ['base:1'], layers: letters }])) })
  await give(page, 'target', { name: 'many.tar', bytes: tarOf(legacyArchive(images)) })
  const { shed } = await planOf(rows(page))
  expect(shed).toBe(120)
  // Ten at a time.
  for (const drawn of [10, 20]) {
    await expect.poll(() => rows(page).locator('figure').count()).toBe(drawn)
    await rows(page).locator('.pictures').getByTestId('more').click()
  }
  await expect.poll(() => rows(page).locator('figure').count()).toBe(30)
  expect(await stack(page, 'many:29').count()).toBe(121)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280)
})
