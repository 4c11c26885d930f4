import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { browser } from '../machine.mjs'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const LONGEST_MS = 15 * 60 * 1000

/** Serves what was built; nothing here builds it. */
export async function servePage() {
  const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' })
  return { url: server.resolvedUrls.local[0], close: () => server.close() }
}

/**
 * A browser of its own for some work, with its profile on disk: in a private one, Chromium holds Blobs and the origin's files
 * in memory, and what is measured would be another thing.
 */
export async function withBrowser({ url, folder }, work) {
  const profile = join(folder, 'profile')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser(),
    args: FLAGS,
    acceptDownloads: true,
    downloadsPath: join(folder, 'downloads'),
  })
  context.setDefaultTimeout(LONGEST_MS)
  await context.addInitScript(watch)
  try {
    const open = () => openPage(context, url)
    return await work({ open, profile })
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

export async function versionOf(where) {
  return withBrowser(where, async ({ open }) => {
    const page = await open()
    const devtools = await page.context().newCDPSession(page)
    return (await devtools.send('Browser.getVersion')).product
  })
}

/** In the page: notes when a file was given and when its plan stood, and takes away the picker that nobody could answer. */
function watch() {
  window.showSaveFilePicker = undefined
  window.bench = { given: 0, planned: 0 }
  addEventListener('change', () => (window.bench = { given: performance.now(), planned: 0 }), true)
  const look = () => {
    if (window.bench.planned === 0 && document.querySelector('[data-testid=plan][data-shed-layers]'))
      window.bench.planned = performance.now()
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
}

async function openPage(context, url) {
  const [page = await context.newPage()] = context.pages()
  await page.goto(url)
  await page.getByTestId('target-input').waitFor({ state: 'attached' })
  return page
}

export async function giveBase(page, path) {
  await page.getByTestId('base-input').setInputFiles(path)
  await page.getByTestId('fingerprint').or(page.getByTestId('error')).first().waitFor()
}

/** Gives the target and waits for its plan. Seconds from the one to the other, by the page's own clock. */
export async function planTarget(page, path, shedLayers) {
  await page.getByTestId('target-input').setInputFiles(path)
  const plan = page.locator('[data-testid=plan][data-shed-layers]')
  await plan.or(page.getByTestId('error')).first().waitFor()
  const shed = await plan.getAttribute('data-shed-layers', { timeout: 1000 }).catch(() => page.innerText('main'))
  if (shed !== String(shedLayers)) throw new Error(`${path}: expected ${shedLayers} shed layers, found: ${shed}`)
  return page.evaluate(() => (window.bench.planned - window.bench.given) / 1000)
}

/** Saves, and waits until the browser has the whole file on disk. The caller deletes it. */
export async function saveTarget(page) {
  // The layers of these archives are not what their digests say; what hashing takes is measured by itself.
  const tick = page.getByTestId('check-saves')
  if ((await tick.count()) === 0) await page.getByTestId('options').click()
  await tick.uncheck()
  const kept = Number(await page.getByTestId('plan').getAttribute('data-kept-bytes'))
  const started = performance.now()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()])
  const path = await download.path()
  return { seconds: (performance.now() - started) / 1000, path, kept, remove: () => download.delete() }
}
