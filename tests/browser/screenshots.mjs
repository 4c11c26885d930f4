// Takes the pictures of the README: the page with its own sample planned, light and dark. By hand, after `npx vite build`:
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
mkdirSync('docs', { recursive: true })

for (const colorScheme of ['light', 'dark']) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', colorScheme })
  const page = await context.newPage()
  await page.goto(server.resolvedUrls.local[0])
  await page.getByTestId('sample').click()
  await page.locator('[data-testid=plan][data-kept-bytes]').waitFor()
  // Wherever the plan's entrance is animated, its end is shown.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
  await page.screenshot({ path: `docs/screenshot-${colorScheme}.png` })
  await context.close()
}
await chrome.close()
await server.close()
