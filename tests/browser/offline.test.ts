import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { give, launchPersistent, planOf, rows, save, saveRow, test as onPage } from './page'
import { headersFor, serveStatic, type StaticServer } from './static-server'

const test = onPage.extend<{ server: StaticServer; installed: Page }>({
  // eslint-disable-next-line no-empty-pattern
  server: async ({}, use) => {
    const server = await serveStatic('dist', '/tools/layershed/')
    await use(server)
    await server.stop().catch(() => {})
  },
  /** The page under a sub-path, opened once, with all that it needs laid by. */
  installed: async ({ server, browser }, use) => {
    const context = await browser.newContext({ locale: 'en-US' })
    const page = await context.newPage()
    await page.goto(server.url)
    await page.getByTestId('offline-ready').waitFor()
    await use(page)
    await context.close()
  },
})

test('opened once, it does the whole job with the network gone, decoders and all', async ({ installed, server }) => {
  await server.stop()
  await installed.context().setOffline(true)
  await installed.reload()
  await installed.getByTestId('sample').click()
  await planOf(rows(installed))
  await saveRow(rows(installed))
  await give(installed, 'base', base('docker20'))
  await give(installed, 'target', sample('docker20-ip-server.tar.zst'), sample('docker20-ip-server.tar.xz'))
  await planOf(rows(installed).nth(1))
  await planOf(rows(installed).nth(2))
  expect((await save(installed.getByTestId('save-all'))).name).toBe('slim-images.zip')
  await installed.getByTestId('offline-ready').waitFor()
})

test('so are compact archives made, and made whole', async ({ installed, server }) => {
  await server.stop()
  await installed.context().setOffline(true)
  await installed.reload()
  await installed.getByTestId('form').selectOption('compact')
  await give(installed, 'base', base('docker20'))
  await give(installed, 'target', target('docker20'))
  await planOf(rows(installed))
  const compact = await saveRow(rows(installed))
  await installed.reload()
  await give(installed, 'base', base('docker20'))
  await give(installed, 'target', compact)
  const whole = await save(rows(installed).getByTestId('restore'))
  expect(whole.bytes.equals(readFileSync(target('docker20')))).toBe(true)
})

/** The next version of the page, as a build would leave it. */
function nextVersion(folder: string): void {
  cpSync('dist', folder, { recursive: true })
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  writeFileSync(join(folder, 'index.html'), html.replace('<title>Layershed</title>', '<title>Layershed 2</title>'))
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8')
  const revision =
    /url:"index\.html",revision:"([0-9a-f]+)"|"revision":\s*"([0-9a-f]+)",\s*"url":\s*"index\.html"/.exec(worker)
  const old = revision?.[1] ?? revision?.[2]
  if (old === undefined) throw new Error('the service worker names no revision of index.html')
  writeFileSync(join(folder, 'sw.js'), worker.replace(old, 'another'))
}

test('a new version says that it is ready, and changes nothing until it is told to', async ({ installed, server }) => {
  await inDirectory(async (folder) => {
    nextVersion(folder)
    server.serve(folder)
    await installed.reload()
    await installed.getByTestId('new-version').waitFor()
    await installed.getByTestId('sample').click()
    await planOf(rows(installed))
    expect(await installed.title()).toBe('Layershed')
    await installed.reload()
    await installed.getByTestId('new-version').waitFor()
    expect(await installed.title()).toBe('Layershed')
    await installed.getByTestId('update').click()
    await expect.poll(() => installed.title()).toBe('Layershed 2')
    await installed.getByTestId('offline-ready').waitFor()
    expect(await installed.getByTestId('new-version').count()).toBe(0)
  })
})

test('a new version that is put off takes its notice away', async ({ installed, server }) => {
  await inDirectory(async (folder) => {
    nextVersion(folder)
    server.serve(folder)
    await installed.reload()
    await installed.getByTestId('new-version').getByRole('button', { name: 'Later' }).click()
    await installed.getByTestId('new-version').waitFor({ state: 'detached' })
    expect(await installed.title()).toBe('Layershed')
  })
})

test('the service worker asks for the page’s own files alone, and for the one file not at all', async ({
  installed,
}) => {
  const kept = await installed.evaluate(async () => {
    const names: string[] = []
    for (const key of await caches.keys())
      for (const { url } of await (await caches.open(key)).keys()) names.push(new URL(url).pathname)
    return names.map((name) => name.slice('/tools/layershed/'.length)).sort()
  })
  const built = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))
  const wanted = built.filter((name) => !/^(?:sw\.js|workbox-.*|layershed\.html)$/.test(name))
  expect(kept).toEqual(wanted.sort())
})

test('hosts are told to send the page’s own policy, which also keeps it out of frames, and the service worker’s with it', () => {
  const html = readFileSync('dist/index.html', 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)!
  for (const path of ['/', '/index.html'])
    expect(headersFor('dist', path)['content-security-policy']).toBe(`${policy}; frame-ancestors 'none'`)
  // By its own it reaches its own server: what it precaches under it, the tests above have offline.
  const ofWorker = headersFor('dist', '/sw.js')['content-security-policy']
  expect(ofWorker).toBe("default-src 'none'; connect-src 'self'; script-src 'self'")
  expect(html).toContain('<meta name="referrer" content="no-referrer" />')
  for (const path of ['/', '/sw.js', '/assets/a.js'])
    expect(headersFor('dist', path)['referrer-policy']).toBe('no-referrer')
  for (const name of ['hosting.md', 'hosting.zh-CN.md']) {
    const recipes = readFileSync(join('docs', name), 'utf8')
      .split('```')
      .filter((_, at) => at % 2 === 1)
    expect(recipes).toHaveLength(3)
    for (const recipe of recipes) {
      expect(recipe).toContain(`"${policy}; frame-ancestors 'none'"`)
      expect(recipe).toContain(`"${ofWorker}"`)
      const told = (header: string) => recipe.split(header).length - 1
      expect(told('Referrer-Policy')).toBe(told('X-Content-Type-Options'))
    }
  }
})

test('installed, it opens archives from the file manager', async ({ server }) => {
  await inDirectory(async (profile) => {
    const context = await launchPersistent(profile)
    const page = await context.newPage()
    await page.goto(server.url)
    await page.getByTestId('offline-ready').waitFor()
    const browser = await context.newCDPSession(page)
    await browser.send('PWA.install', { manifestId: server.url, installUrlOrBundleUrl: server.url })
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      browser.send('PWA.launchFilesInApp', { manifestId: server.url, files: [resolve(target('docker20'))] }),
    ])
    await give(opened, 'base', base('docker20'))
    expect((await planOf(rows(opened))).shed).toBe(1)
    await context.close()
  })
})

test('the manifest names icons that are there, and the files that it opens', () => {
  const manifest = JSON.parse(readFileSync('dist/manifest.webmanifest', 'utf8'))
  for (const { src } of manifest.icons) expect(readdirSync('dist')).toContain(src)
  expect(manifest.icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true)
  expect(manifest).toMatchObject({ start_url: './', scope: './', display: 'standalone' })
  expect(Object.values(manifest.file_handlers[0].accept).flat()).toContain('.tar')
})

test('what the first look loads stays under 150 kB, packed', () => {
  const html = readFileSync('dist/index.html', 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name!)
  expect(named.some((name) => name.endsWith('.js'))).toBe(true)
  const sizes = ['index.html', ...named].map((name) => gzipSync(readFileSync(join('dist', name))).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000)
})
