import AxeBuilder from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { imageOfLayers } from '../fixtures/layered'
import { tarOf } from '../fixtures/tar'
import { faults, findings, give, planOf, rows, save, saveRow, test } from './page'

/** A build of a base so large that the compact form is offered. */
const rebuilt = (build: number) => {
  const body = new Uint8Array(21_000_000).fill(build, 0, 1)
  return { name: `base-${build}.tar`, bytes: imageOfLayers([tarOf([{ name: 'usr/lib/base.so', body }])]) }
}

/** Each state of the page that a user may see, and how it comes about. */
const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  empty: async () => {},
  'a base alone, its layers shown': async (page) => {
    await give(page, 'base', base('docker20'))
    await page
      .getByText('Layers', { exact: true })
      .or(page.getByText('各层', { exact: true }))
      .click()
  },
  'a target alone': async (page) => {
    await give(page, 'target', target('docker20'))
    await rows(page).locator('figure').waitFor()
  },
  'an inventory, and a target planned': async (page) => {
    await give(page, 'base', sample('docker20-inventory.json'), sample('docker28-containerd-base.inspect.json'))
    await give(page, 'target', target('docker20'))
    await planOf(rows(page))
  },
  'planned, everything opened': async (page) => {
    await give(page, 'base', base('docker20'))
    await give(page, 'target', target('docker20'), sample('docker20-two-images.tar'))
    for (const at of [0, 1]) await planOf(rows(page).nth(at))
    for (const line of await page.getByTestId('open-line').all()) await line.click()
    for (const summary of await rows(page).locator('summary').all()) await summary.click()
    await rows(page).first().locator('figure li button').first().focus()
  },
  saved: async (page) => {
    await page.getByTestId('sample').click()
    await planOf(rows(page))
    await saveRow(rows(page))
  },
  'errors and findings': async (page) => {
    await give(page, 'base', target('docker20'))
    await give(page, 'target', base('docker20'), sample('docker20-base.inspect.json'))
    await give(page, 'target', { name: 'empty.tar', bytes: new Uint8Array() })
    await faults(page, 'empty-file').waitFor()
    await findings(page, 'roles-swapped').waitFor()
  },
  'a zip to choose from': async (page) => {
    await give(page, 'target', sample('docker20-ip-server.zip'))
    await rows(page).locator('figure').or(page.getByTestId('member').first()).first().waitFor()
  },
  'the proof, tried': async (page) => {
    await page.getByTestId('proof').click()
    await page.getByTestId('proof-try').click()
    await page.getByTestId('way-out').first().waitFor()
  },
  'sites remembered, one in use and delivered to': async (page) => {
    await give(page, 'base', base('docker20'))
    await page.getByTestId('sites').click()
    for (const name of ['Plant 7', 'Ship']) {
      await page.getByTestId('site-name').fill(name)
      await page.getByTestId('site-keep').click()
      await page.getByTestId('site').filter({ hasText: name }).waitFor()
    }
    await page.keyboard.press('Escape')
    await give(page, 'target', target('docker20'))
    await planOf(rows(page))
    await saveRow(rows(page))
    await page.getByTestId('deliver').click()
    await page.getByTestId('delivered').waitFor()
  },
  'the list of sites, one being renamed': async (page) => {
    await give(page, 'base', base('docker20'))
    await page.getByTestId('sites').click()
    await page.getByTestId('site-name').fill('Plant 7')
    await page.getByTestId('site-keep').click()
    await page.getByTestId('site-rename').click()
  },
  'a packing list, some of it given': async (page) => {
    const text = 'ip-server:1.0.0\nredis:7\nNginx:1\nweb:${TAG:-2}\n'
    await give(page, 'target', target('docker20'), { name: 'images.txt', bytes: Buffer.from(text) })
    await page.locator('[data-testid=packing-list][data-given="1"]').waitFor()
    for (const summary of await page.getByTestId('packing-list').locator('details:not([open]) summary').all())
      await summary.click()
  },
  'a check of what is whole, and of what is damaged': async (page) => {
    const bytes = Buffer.from(readFileSync(target('docker20')))
    bytes[bytes.length >> 1]! ^= 1
    await give(page, 'base', base('docker20'))
    await give(page, 'target', { name: 'damaged.tar', bytes })
    await planOf(rows(page))
    for (const at of [0, 1]) await page.locator('li.file').nth(at).getByTestId('check').click()
    await page.locator('[data-testid=check-report][data-verdict=whole]').waitFor()
    await page.locator('[data-testid=check-report][data-verdict=damaged]').waitFor()
    for (const summary of await page.getByTestId('check-report').locator('summary').all()) await summary.click()
  },
  'slim archives, checked, to be restored and joined': async (page) => {
    await give(page, 'base', base('docker20'))
    await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
    await planOf(rows(page).nth(1))
    const slim = [await saveRow(rows(page).nth(0)), await saveRow(rows(page).nth(1))]
    await page.reload()
    await give(page, 'base', base('docker20'))
    await give(page, 'target', ...slim)
    await page.getByTestId('join').waitFor()
    await page.locator('li.file').nth(1).getByTestId('check').click()
    await page.locator('[data-testid=check-report][data-verdict=needs-base]').waitFor()
    await rows(page).first().getByTestId('open-line').click()
    await save(page.getByTestId('restore'))
    await save(page.getByTestId('join'))
    await page.getByText('joined-images.tar').waitFor()
  },
  'the compact form offered': async (page) => {
    await give(page, 'base', rebuilt(1))
    await give(page, 'target', rebuilt(2))
    await page.getByTestId('choose-compact').waitFor()
  },
  'a compact archive saved, and to be restored': async (page) => {
    await give(page, 'base', rebuilt(1))
    await give(page, 'target', rebuilt(2))
    await page.getByTestId('choose-compact').click()
    await planOf(rows(page))
    const compact = await saveRow(rows(page))
    await page.locator('[data-testid=compact-size][data-exact=true]').waitFor()
    await give(page, 'target', compact)
    await rows(page).nth(1).getByTestId('open-line').click()
    await page.getByTestId('restore').waitFor()
  },
  'a kit saved, and its record shown': async (page) => {
    await page.getByTestId('sample').click()
    await planOf(rows(page))
    await save(page.getByTestId('kit'))
    const { name, bytes } = await save(page.getByTestId('record'))
    await give(page, 'target', { name, bytes })
    await page.getByTestId('record-shown').waitFor()
  },
  'a kit saved': async (page) => {
    await page.getByTestId('sample').click()
    await planOf(rows(page))
    await save(page.getByTestId('kit'))
    await page.getByText('.kit.zip').waitFor()
  },
  'what several sites lack, one old and being renewed': async (page) => {
    await give(page, 'base', base('docker20'))
    await page.getByTestId('sites').click()
    await page.getByTestId('site-name').fill('Plant 7')
    await page.getByTestId('site-keep').click()
    await page.getByTestId('site').waitFor()
    const site = { 'layershed-site': 1, name: 'Ship', updated: '2020-01-01T00:00:00Z', mode: 'one-host' }
    const text = JSON.stringify({ ...site, holdings: [], deliveries: [] })
    await page.getByTestId('site-import').setInputFiles({ name: 's', mimeType: '', buffer: Buffer.from(text) })
    await page.getByTestId('site-old').waitFor()
    await page.keyboard.press('Escape')
    await give(page, 'target', target('docker20'))
    await page.getByTestId('site-table-shown').locator('summary').click()
    await page.getByTestId('site-deliver-all').first().click()
    await page.locator('[data-testid=site-cell][data-state=delivered]').waitFor()
    await page.getByTestId('sites').click()
    await page.getByTestId('site').filter({ hasText: 'Ship' }).getByTestId('site-renew').click()
  },
  help: (page) => page.getByTestId('help').click(),
}

const looks = [
  { colorScheme: 'light', locale: 'en-US' },
  { colorScheme: 'dark', locale: 'zh-CN' },
] as const

for (const look of looks)
  test.for(Object.keys(states))(
    `axe finds nothing, ${look.colorScheme}, ${look.locale}: %s`,
    async (state, { open }) => {
      const page = await open(look)
      await states[state]!(page)
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
      ).toEqual([])
    },
  )
