import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { digestOf } from '../fixtures/layers'
import { pack } from '../fixtures/packing'
import { tarOf } from '../fixtures/tar'
import { faults, give, launchPersistent, planOf, rows, saveRow, test } from './page'
import { readByTurns } from './stuck-worker'
import { cancelled } from './trouble'

/** What lies in the origin's own file system. */
const spools = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('spool', { create: true })
    const names: string[] = []
    for await (const name of folder.keys()) names.push(name)
    return names
  })

/** An archive of one image with one layer of so many random bytes. */
function imageOf(size: number): Uint8Array {
  const layer = tarOf([{ name: 'data', body: randomBytes(size) }])
  const rootfs = { type: 'layers', diff_ids: [digestOf(layer)] }
  return tarOf([
    { name: 'config.json', body: JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs }) },
    {
      name: 'manifest.json',
      body: JSON.stringify([{ Config: 'config.json', RepoTags: ['x:1'], Layers: ['layer.tar'] }]),
    },
    { name: 'layer.tar', body: layer },
  ])
}

test('a packed target is laid down once, and its spool goes with it; a packed base leaves none', async ({ page }) => {
  await give(page, 'base', sample('docker20-ip-server.tar.xz'))
  await give(page, 'target', sample('docker20-ip-server.tar.gz'))
  await planOf(rows(page))
  await expect.poll(() => spools(page)).toHaveLength(1)
  await page.getByRole('button', { name: 'Remove docker20-ip-server.tar.gz' }).click()
  await expect.poll(() => spools(page)).toEqual([])
})

test('a zip with an archive that is packed once more leaves its plain bytes only', async ({ page }) => {
  await inDirectory(async (at) => {
    writeFileSync(`${at}/app.tar.xz`, readFileSync(sample('docker20-ip-server.tar.xz')))
    execFileSync('zip', ['-q', 'app.zip', 'app.tar.xz'], { cwd: at })
    await give(page, 'base', base('docker20'))
    await give(page, 'target', `${at}/app.zip`)
    await planOf(rows(page))
    await expect.poll(() => spools(page)).toHaveLength(1)
    await saveRow(rows(page))
  })
})

test('a spool whose page is gone is cleared at the next start; one of a page that lives is not', async ({
  open,
  page,
}) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', sample('docker20-ip-server.tar.gz'))
  await planOf(rows(page))
  await expect.poll(() => spools(page)).toHaveLength(1)
  const mine = await spools(page)
  const second = await page.context().newPage()
  await second.goto(page.url())
  await second.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    await (await root.getDirectoryHandle('spool')).getFileHandle('left-by-a-crash', { create: true })
  })
  await second.reload()
  await expect.poll(() => spools(second)).toEqual(mine)
  // The first page's target is still whole.
  await saveRow(rows(page))
  await page.close()
  // What it held is let go of a moment later.
  const held = () =>
    second.evaluate(async () => (await navigator.locks.query()).held?.filter(({ name }) => name?.includes('-spool-')))
  await expect.poll(held).toEqual([])
  await second.reload()
  await expect.poll(() => spools(second)).toEqual([])
  expect(open).toBeTypeOf('function')
})

test('a packed base that is moved over is read again, with its bytes', async ({ page }) => {
  await give(page, 'base', sample('docker20-ip-server.tar.gz'), base('docker20'))
  const packed = page.locator('li.file').filter({ hasText: 'docker20-ip-server.tar.gz' })
  await packed.getByRole('button', { name: 'This is to be sent' }).click()
  expect((await planOf(rows(page))).shed).toBe(1)
  await saveRow(rows(page))
})

test('without a file system of the origin’s own, parts held as Blobs do the same', async ({ browser, site }) => {
  const context = await browser.newContext({ locale: 'en-US' })
  await context.addInitScript(() => {
    Object.defineProperty(StorageManager.prototype, 'getDirectory', {
      value: () => Promise.reject(new DOMException('not here', 'SecurityError')),
    })
  })
  const page = await context.newPage()
  await page.goto(site)
  await give(page, 'base', base('docker20'))
  await give(page, 'target', sample('docker20-ip-server.tar.zst'))
  await planOf(rows(page))
  const plain = await saveRow(rows(page))
  await page.getByTestId('compress').check()
  expect((await saveRow(rows(page))).bytes.length).toBeLessThan(plain.bytes.length)
  await context.close()
})

test('where there is too little room, it says how much is needed, and what did fit', async ({ site }) => {
  // A profile on disk: only there does the browser hold a file system to its quota.
  await inDirectory(async (profile) => {
    const context = await launchPersistent(profile)
    const page = await context.newPage()
    await page.goto(site)
    const session = await context.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site).origin, quotaSize: 10_000_000 })
    await give(page, 'base', base('docker20'))
    await give(page, 'target', { name: 'large.tar.gz', bytes: pack('gzip', imageOf(30_000_000)) })
    const told = /30,00\d,\d{3} bytes are needed, [\d,]+ are free/
    await faults(page, 'out-of-space').filter({ hasText: told }).waitFor()
    await expect.poll(() => spools(page)).toEqual([])
    await give(page, 'target', sample('docker20-ip-server.tar'))
    await planOf(rows(page).nth(1))
    await context.close()
  })
})

test('a long read shows bytes, rate and time left from its first second', async ({ page }) => {
  const long = { name: 'long.tar.bz2', bytes: pack('bzip2', imageOf(20_000_000)) }
  // The page's own worker comes with its first file.
  await give(page, 'base', base('docker20'))
  await page.getByTestId('fingerprint').waitFor()
  const readOn = await readByTurns(page, () => give(page, 'target', long))
  const progress = page.getByTestId('progress')
  // Before anything is decoded.
  await progress.getByText(/^0 bytes of 20 MB$/).waitFor()
  const told = async () => {
    await readOn()
    return progress.innerText()
  }
  await expect.poll(told).toMatch(/\s[1-9][\d.]* [kM]B of 20 MB/)
  await expect.poll(told).toMatch(/[kM]B\/s\s+\d+ (sec|min) left/)
})

test('a cancel takes at once, of what is decoded and of what waits for its turn, and the spools go', async ({
  page,
}) => {
  // One block of it takes seconds, and it has nine.
  const dense = pack('bzip2', tarOf([{ name: 'zeros', body: new Uint8Array(400_000_000) }]))
  const names = ['first', 'second', 'third']
  await give(page, 'target', ...names.map((name) => ({ name: `${name}.tar.bz2`, bytes: dense })))
  await page.getByTestId('progress').nth(2).waitFor()
  await expect.poll(() => spools(page)).toHaveLength(2)
  for (const left of [2, 1, 0]) {
    expect(await cancelled(page.locator('li.file').last())).toBeLessThan(500)
    expect(await page.getByTestId('progress').count()).toBe(left)
  }
  await expect.poll(() => spools(page)).toEqual([])
  await expect.poll(() => page.workers().length).toBe(1)
  expect(await page.getByTestId('error').count()).toBe(0)

  await give(page, 'base', base('docker20'))
  await give(page, 'target', sample('docker20-ip-server.tar.gz'))
  await planOf(rows(page))
})
