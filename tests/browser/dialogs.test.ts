import type { Page } from 'playwright-core'
import { base, target } from '../engines/samples'
import { give, planOf, rows, save, test } from './page'

const planned = async (page: Page) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
}

/** Each dialog of the page, opened. */
const dialogs: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'how it works': (page) => page.getByTestId('help').click(),
  'the proof': (page) => page.getByTestId('proof').click(),
  'the sites': (page) => page.getByTestId('sites').click(),
  'a layer': async (page) => {
    await planned(page)
    await page.getByTestId('open-layer').first().click()
  },
  'a record': async (page) => {
    await planned(page)
    const { name, bytes } = await save(page.getByTestId('record'))
    await give(page, 'target', { name, bytes })
  },
}

/** What anybody may try. */
const ways: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'its cross': (page) => page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click(),
  Escape: (page) => page.keyboard.press('Escape'),
  'a click beside it': (page) => page.mouse.click(3, 3),
}

const eachWay = Object.keys(dialogs).flatMap((dialog) => Object.keys(ways).map((way) => [dialog, way] as const))

test.for(eachWay)('%s is closed by %s', async ([dialog, way], { page }) => {
  await dialogs[dialog]!(page)
  await page.getByRole('dialog').waitFor()
  await ways[way]!(page)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})
