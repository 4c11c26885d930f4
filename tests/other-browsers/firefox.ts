import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type ElementHandle } from 'puppeteer-core'
import { firefox } from '../machine.mjs'
import type { Driver, OtherBrowser } from './driver'

const found = firefox()

/** Firefox over WebDriver BiDi. */
export const firefoxBrowser: OtherBrowser = {
  name: 'Firefox',
  missing: 'missing' in found ? found.missing : undefined,
  launch: () => launchFirefox('path' in found ? found.path : ''),
}

async function launchFirefox(executablePath: string): Promise<Driver> {
  // As root it starts only where its home is root's own.
  const home = mkdtempSync(join(tmpdir(), 'firefox-'))
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': home,
      // It would take the focus from the page.
      'browser.download.alwaysOpenPanel': false,
      'intl.accept_languages': 'en-US',
    },
  })
  // Its first tab never gets the focus.
  const page = await browser.newPage()
  return {
    downloads: home,
    pid: browser.process()?.pid ?? 0,
    goto: async (url) => void (await page.goto(url)),
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    click: (selector) => page.locator(selector).click(),
    press: (key) => page.keyboard.press(key === 'Space' ? ' ' : key),
    setFiles: async (selector, paths) => {
      const input = await page.waitForSelector(selector)
      await (input as ElementHandle<HTMLInputElement>).uploadFile(...paths)
    },
    screenshot: () => page.screenshot(),
    close: async () => {
      await browser.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
