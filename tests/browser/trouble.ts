import type { Locator, Page } from 'playwright-core'
import { inDirectory } from '../fixtures/gnu-tar'
import { launchPersistent } from './page'

/** A page that can be held to so many bytes: only a profile on disk is. */
export const withQuota = (
  site: string,
  work: (page: Page, allow: (bytes: number) => Promise<unknown>) => Promise<void>,
) =>
  inDirectory(async (profile) => {
    const context = await launchPersistent(profile)
    const page = await context.newPage()
    await page.goto(site)
    const session = await context.newCDPSession(page)
    const { origin } = new URL(site)
    await work(page, (quotaSize) => session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize }))
    await context.close()
  })

/** What lies in the origin's own file system: what was picked, and what was unpacked. */
export const left = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const names: string[] = []
    for await (const handle of root.values()) {
      if (handle.kind === 'file') names.push(handle.name)
      else for await (const name of (handle as FileSystemDirectoryHandle).keys()) names.push(`${handle.name}/${name}`)
    }
    return names
  })

/** SHA-256 of the file that was picked. */
export const sumOf = (page: Page, name: string) =>
  page.evaluate(async (picked) => {
    const root = await navigator.storage.getDirectory()
    const bytes = await (await (await root.getFileHandle(picked)).getFile()).arrayBuffer()
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }, name)

/**
 * Milliseconds in the page from a click on a cancel in that place until it stands there no more; a write that is held ends then.
 * By the page's own turns: while the machine gives it no time, it can't do better.
 */
export const cancelled = (place: Locator): Promise<number> =>
  place.first().evaluate(async (element) => {
    const TURN_MS = 5
    const button = () => (element.isConnected ? element.querySelector<HTMLElement>('[data-testid=cancel]') : null)
    let turns = 0
    button()?.click()
    Reflect.get(window, 'letWrite')?.()
    for (; button(); turns++) await new Promise((resolve) => setTimeout(resolve, TURN_MS))
    return turns * TURN_MS
  })
