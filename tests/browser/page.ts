import { readFileSync } from 'node:fs'
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { preview } from 'vite'
import { test as plain } from 'vitest'
import { browser as findBrowser } from '../machine.mjs'

/** What the browser must not do by itself, so that whatever goes over the wire is the page's. */
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

export const launch = () => chromium.launch({ executablePath: findBrowser(), args: FLAGS })

/** A browser with a profile on disk, in the folder. */
export const launchPersistent = (profile: string) =>
  chromium.launchPersistentContext(profile, { executablePath: findBrowser(), args: FLAGS, locale: 'en-US' })

/** Serves what was built; nothing here builds it. */
export async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' })
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() }
}

interface Fixtures {
  /** The address of the built page. */
  readonly site: string
  readonly browser: Browser
  /** Opens the page in a new profile. */
  readonly open: (options?: BrowserContextOptions) => Promise<Page>
  /** The built page, opened. */
  readonly page: Page
}

/** A test in a real browser on the built page: one server and browser a file, one profile a test; errors in the page fail it. */
export const test = plain.extend<Fixtures>({
  site: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { url, close } = await servePage()
      await use(url)
      await close()
    },
    { scope: 'file' },
  ],
  browser: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const browser = await launch()
      await use(browser)
      await browser.close()
    },
    { scope: 'file' },
  ],
  open: async ({ site, browser }, use) => {
    const errors: Error[] = []
    const pages: Page[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: 'en-US', ...options })
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(error))
      pages.push(page)
      await page.goto(site)
      await page.getByTestId('target-input').waitFor({ state: 'attached' })
      return page
    })
    for (const page of pages) await page.context().close()
    if (errors.length > 0) throw new AggregateError(errors, `the page threw: ${errors.map(String).join('; ')}`)
  },
  page: async ({ open }, use) => use(await open()),
})

/** A file to give: a path, or bytes with a name. */
export type Given = string | { readonly name: string; readonly bytes: Uint8Array; readonly type?: string }

/** Through the page's own file input. */
export async function give(page: Page, side: 'base' | 'target', ...files: Given[]): Promise<void> {
  const toInput = (file: Given) =>
    typeof file === 'string' ? file : { name: file.name, mimeType: file.type ?? '', buffer: Buffer.from(file.bytes) }
  // Playwright wants paths or bytes, not both at once.
  const given = files.map(toInput)
  const paths = given.filter((file) => typeof file === 'string')
  const input = page.getByTestId(`${side}-input`)
  if (paths.length === given.length) await input.setInputFiles(paths)
  else await input.setInputFiles(given.map((file) => (typeof file === 'string' ? fileAt(file) : file)))
}

const fileAt = (path: string) => ({ name: path.split('/').at(-1)!, mimeType: '', buffer: readFileSync(path) })

export const rows = (page: Page) => page.getByTestId('plan')

/** What stands over each row: the target's name, and the slim archive's once it can be saved. */
export const headings = (page: Page) => rows(page).locator('.told > h3, th').allInnerTexts()

/** The words of a language come by an import. */
export async function speak(page: Page, language: 'en' | 'zh-CN'): Promise<void> {
  await page.getByTestId('language').selectOption(language)
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' })
}

/** The rarer options are folded. */
export const openOptions = (page: Page) => page.getByTestId('options').click()

export const faults = (page: Page, code: string) => page.locator(`[data-testid=error][data-code="${code}"]`)

export const findings = (page: Page, code: string) => page.locator(`[data-testid=finding][data-code="${code}"]`)

/** What a row states once its plan is current and can be saved. */
export interface Plan {
  readonly total: number
  readonly kept: number
  readonly shed: number
}

/** Waits until the row's archive can be saved. */
export async function planOf(row: Locator): Promise<Plan> {
  await row.and(row.page().locator('[data-kept-bytes]')).waitFor()
  const number = async (name: string) => Number(await row.getAttribute(name))
  return {
    total: await number('data-total-bytes'),
    kept: await number('data-kept-bytes'),
    shed: await number('data-shed-layers'),
  }
}

/** Waits for the plans of several: each has its own before, and what is done with all of them takes those that are there. */
export const allPlanned = (page: Page) => page.locator('[data-testid=sum][data-kept-bytes]').waitFor()

/** The attributes that a row must not have while it can't be saved. */
export const attributesOf = (row: Locator): Promise<string[]> =>
  row.evaluate((element) => element.getAttributeNames().filter((name) => /^data-(?!testid)/.test(name)))

export interface Saved {
  readonly name: string
  /** Where the browser put it, until its profile closes. */
  readonly path: string
  readonly bytes: Buffer
}

/** Presses a button that saves, and waits for the download to end. */
export async function save(button: Locator): Promise<Saved> {
  const [download] = await Promise.all([button.page().waitForEvent('download'), button.click()])
  const path = await download.path()
  return { name: download.suggestedFilename(), path, bytes: readFileSync(path) }
}

export const saveRow = (row: Locator) => save(row.getByTestId('save'))

/** What stands under "Already there", kept under each of these names. */
export async function rememberSites(page: Page, names: readonly string[]): Promise<void> {
  await page.getByTestId('sites').click()
  for (const name of names) {
    await page.getByTestId('site-name').fill(name)
    await page.getByTestId('site-keep').click()
    await page.getByTestId('site').filter({ hasText: name }).waitFor()
  }
  await page.keyboard.press('Escape')
}

export const chooseForm = (page: Page, form: 'universal' | 'as-is') => page.getByTestId('form').selectOption(form)
