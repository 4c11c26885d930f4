import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'

/** js-untar, an independent reader that runs in browsers only, on a blank page: it starts a worker that our policy may not like. */
export async function untarPage(
  browser: Browser,
): Promise<(bytes: Buffer) => Promise<{ name: string; size: number }[]>> {
  const page: Page = await browser.newPage()
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('js-untar/build/dist/untar.js') })
  return (bytes) =>
    page.evaluate(async (base64) => {
      const { buffer } = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      const entries = await (globalThis as unknown as { untar: Untar }).untar(buffer)
      return entries.map(({ name, size }) => ({ name, size }))
    }, bytes.toString('base64'))
}

type Untar = (buffer: ArrayBuffer) => Promise<{ name: string; size: number }[]>
