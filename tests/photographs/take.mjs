// Takes the pictures of the READMEs, in both languages, of the archives that images.sh made. By hand, after `npx vite build`;
// Chinese wants a font for it (Debian: fonts-noto-cjk):
//   node tests/photographs/take.mjs FOLDER
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { browser } from '../machine.mjs'

const folder = process.argv[2]
if (!folder) throw new Error('Which folder holds the archives?')
const archive = (name) => join(folder, name)
const BASE = archive('runtime-3.11.tar')
const SERVICES = ['auth', 'billing', 'cart', 'catalog', 'checkout'].map((name) => archive(`${name}-2.4.tar`))
const SITES = {
  en: ['Plant 7', 'Plant 9', 'Aurora', 'North mine'],
  'zh-CN': ['七号厂区', '九号厂区', '曙光号', '北矿'],
}

const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' })
const chrome = await chromium.launch({
  executablePath: browser(),
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
mkdirSync('docs/tour', { recursive: true })

for (const language of ['en', 'zh-CN']) {
  for (const colorScheme of ['light', 'dark']) await shown({ colorScheme, language }, overview)
  await shown({ colorScheme: 'light', language }, tour)
  await shown({ colorScheme: 'light', language }, many)
}
await chrome.close()
await server.close()

async function shown({ colorScheme, language }, show) {
  const locale = language === 'en' ? 'en-US' : language
  const context = await chrome.newContext({ viewport: { width: 1280, height: 1000 }, colorScheme, locale })
  const page = await context.newPage()
  await page.goto(server.resolvedUrls.local[0])
  await page.getByTestId('offline-ready').waitFor()
  await page.getByTestId('base-input').setInputFiles(BASE)
  await show(page, language, colorScheme)
  await context.close()
}

async function overview(page, language, colorScheme) {
  await sent(page, [SERVICES[1]])
  await page.screenshot({ path: `docs/screenshot-${language === 'en' ? '' : `${language}-`}${colorScheme}.png` })
}

/** The job of one archive, in four pictures. */
async function tour(page, language) {
  const take = (step, what) => what.screenshot({ path: `docs/tour/${language}-${step}.png` })
  await sent(page, [SERVICES[1]])
  for (const place of [1, 2, 3]) await take(place, page.locator('main section').nth(place - 1))
  await remembered(page, SITES[language].slice(0, 1))
  await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()])
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await page.getByTestId('sites').click()
  await page.getByTestId('site').locator('summary').click()
  await take(4, page.locator('dialog[open]'))
}

/** The desk of somebody who supplies sites: a set, and what each site lacks of it. */
async function many(page, language) {
  await remembered(page, SITES[language])
  await sent(page, SERVICES)
  await page.locator('[data-testid=sum][data-kept-bytes]').waitFor()
  await page
    .locator('main section')
    .nth(2)
    .screenshot({ path: `docs/tour/${language}-5.png` })
  const table = page.getByTestId('site-table-shown')
  await table.locator('summary').click()
  await table.getByTestId('site-deliver-all').nth(1).click()
  await table
    .locator('[data-testid=site-cell][data-state=delivered]')
    .nth(SERVICES.length - 1)
    .waitFor()
  await table.screenshot({ path: `docs/tour/${language}-6.png` })
}

/** Planned, and wherever that is animated, at its end. */
async function sent(page, archives) {
  await page.getByTestId('target-input').setInputFiles(archives)
  await page
    .locator('[data-testid=plan][data-kept-bytes]')
    .nth(archives.length - 1)
    .waitFor()
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
}

async function remembered(page, names) {
  await page.getByTestId('sites').click()
  for (const name of names) {
    await page.getByTestId('site-name').fill(name)
    await page.getByTestId('site-keep').click()
    await page.getByTestId('site').filter({ hasText: name }).waitFor()
  }
  await page.keyboard.press('Escape')
}
