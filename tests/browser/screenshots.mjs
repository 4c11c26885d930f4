// Takes the pictures of the READMEs: the page with its own sample planned, light and dark, and the tour in both languages.
// By hand, after `npx vite build`; Chinese wants a font for it (Debian: fonts-noto-cjk):
//   node tests/browser/screenshots.mjs
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { browser } from '../machine.mjs'

const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' })
const chrome = await chromium.launch({
  executablePath: browser(),
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
mkdirSync('docs/tour', { recursive: true })

for (const colorScheme of ['light', 'dark']) await shown({ colorScheme, locale: 'en-US' }, overview)
for (const locale of ['en-US', 'zh-CN']) await shown({ colorScheme: 'light', locale }, tour)
await chrome.close()
await server.close()

async function shown(look, show) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 860 }, ...look })
  const page = await context.newPage()
  await page.goto(server.resolvedUrls.local[0])
  await page.getByTestId('offline-ready').waitFor()
  await page.getByTestId('sample').click()
  await page.locator('[data-testid=plan][data-kept-bytes]').waitFor()
  await settled(page)
  await show(page, look)
  await context.close()
}

async function overview(page, { colorScheme }) {
  await page.screenshot({ path: `docs/screenshot-${colorScheme}.png` })
}

/** The job in four pictures. */
async function tour(page, { locale }) {
  const language = locale === 'en-US' ? 'en' : locale
  const take = (step, what) => what.screenshot({ path: `docs/tour/${language}-${step}.png` })
  const place = (number) => page.locator('main section').nth(number - 1)
  await take(1, place(1))
  await take(2, place(2))
  await take(3, place(3))
  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill(language === 'en' ? 'Plant 7' : '七号厂区')
  await page.getByTestId('site-keep').click()
  await page.getByTestId('site').waitFor()
  await page.keyboard.press('Escape')
  await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()])
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await page.getByTestId('sites').click()
  await page.getByTestId('site').locator('summary').click()
  await take(4, page.locator('dialog[open]'))
}

/** Wherever the plan's entrance is animated, its end is shown. */
async function settled(page) {
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
}
