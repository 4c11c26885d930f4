import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { save } from './page'

/** A remembered site as it travels: its base is what the sample archives are built on. */
export async function siteFile(page: Page, name: string): Promise<Buffer> {
  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill(name)
  await page.getByTestId('site-keep').click()
  await siteOf(page, name).waitFor()
  const { bytes } = await save(siteOf(page, name).getByTestId('site-export'))
  await page.keyboard.press('Escape')
  return bytes
}

export const siteOf = (page: Page, name: string) => page.getByTestId('site').filter({ hasText: name })

/** Sites under other names, made of one. */
export function renamed(bytes: Buffer, names: readonly string[], updated = new Date().toISOString()): Buffer {
  const site = JSON.parse(bytes.toString('utf8'))
  return Buffer.from(JSON.stringify({ 'layershed-sites': 1, sites: names.map((name) => ({ ...site, name, updated })) }))
}

export async function imported(page: Page, bytes: Buffer): Promise<void> {
  await page.getByTestId('sites').click()
  await page.getByTestId('site-import').setInputFiles({ name: 'all.json', mimeType: '', buffer: bytes })
}

export const table = (page: Page) => page.getByTestId('site-table')

/** Waits until it is known of every cell what becomes of it: it is planned site by site. */
export async function tablePlanned(page: Page): Promise<void> {
  const all = table(page).getByTestId('site-cell')
  await all.first().waitFor()
  await expect.poll(() => all.and(page.locator('[data-state=planning]')).count()).toBe(0)
}

/** What a site lacks of each archive, in bytes, or how it stands with it. */
export const cells = (page: Page, site: string) =>
  table(page)
    .locator(`[data-testid=site-cell][data-site="${site}"]`)
    .evaluateAll((all) => all.map((cell) => cell.getAttribute('data-kept-bytes') ?? cell.getAttribute('data-state')))
