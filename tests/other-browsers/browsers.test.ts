import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { serveStatic, type StaticServer } from '../browser/static-server'
import { compact } from './compact'
import type { OtherBrowser } from './driver'
import { firefoxBrowser } from './firefox'
import { theJob } from './job'
import { large } from './large'
import { noUpload } from './no-upload'
import { offline } from './offline'
import { oneFile } from './one-file'
import { DrivenPage, type Open } from './page'
import { webkitBrowser } from './webkit'

let server: StaticServer
beforeAll(async () => void (server = await serveStatic('dist', '/layershed/')))
afterAll(() => server.stop())

const told = ({ name, missing }: OtherBrowser) => (missing === undefined ? name : `${name} (skipped: ${missing})`)

/** The same tests in each of them, one browser for all; where the machine lacks it, that is said. */
for (const browser of [firefoxBrowser, webkitBrowser]) {
  if (browser.missing !== undefined) console.warn(`Skipped, the tests in ${browser.name}: ${browser.missing}`)
  describe.skipIf(browser.missing !== undefined)(told(browser), () => {
    let page: DrivenPage
    beforeAll(async () => void (page = new DrivenPage(await browser.launch())))
    afterEach(async () => expect(await page.thrown()).toEqual([]))
    afterAll(() => page?.driver.close())
    const open: Open = async (url = server.url) => {
      await page.open(url)
      return page
    }

    theJob(open)
    compact(open)
    noUpload(open)
    offline(open)
    oneFile(open)
    large(open, browser.name)
  })
}
