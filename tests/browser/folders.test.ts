import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { faults, planOf, rows, saveRow, test } from './page'

const place = (page: Page, name: string) => page.getByRole('region', { name })
const there = (page: Page) => place(page, 'Already there').locator('li.file')
const toSend = (page: Page) => place(page, 'To send').locator('li.file')

function unpacked(folder: string, name: string, archive: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  execFileSync('tar', ['xf', archive, '-C', path])
  return path
}

const scratch = () => mkdtempSync(join(tmpdir(), 'layershed-folders-'))

/** As the system does it: files and folders come by their paths. */
async function drag(page: Page, onto: Locator, ...files: string[]) {
  const session = await page.context().newCDPSession(page)
  const box = await onto.boundingBox()
  if (!box) throw new Error('nothing to drop on')
  const [x, y] = [box.x + box.width / 2, box.y + 20]
  const data = { items: [], files, dragOperationsMask: 1 }
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x, y, data })
  await send('dragEnter')
  await send('dragOver')
  return () => send('drop')
}

test('files dropped on a column are chosen for it, and it lights up meanwhile', async ({ page }) => {
  const drop = await drag(page, place(page, 'Already there'), target('docker20'))
  await page.getByText('Drop them: this is already there').waitFor()
  await page.locator('main[data-over=base]').waitFor()
  await drop()
  await there(page).filter({ hasText: 'docker20-ip-server.tar' }).waitFor()
  expect(await page.locator('main[data-over]').count()).toBe(0)

  await (
    await drag(page, place(page, 'To send'), base('docker20'))
  )()
  await toSend(page).filter({ hasText: 'docker20-base.tar' }).waitFor()
  // Chosen for its side, it stays there: on the page's head it would have gone to the other.
  expect(await there(page).count()).toBe(1)
})

test('a folder dropped anywhere brings its images, archives and JSON, each to its side', async ({ page }) => {
  const folder = scratch()
  unpacked(folder, 'app', target('docker20'))
  copyFileSync(base('docker20'), join(folder, 'base.tar'))
  copyFileSync(sample('docker20-base.inspect.json'), join(folder, 'host.json'))
  await (
    await drag(page, page.getByRole('banner').or(page.locator('header')).first(), folder)
  )()
  await toSend(page).filter({ hasText: 'app.tar' }).waitFor()
  await expect.poll(() => there(page).count()).toBe(2)
  const plan = await planOf(rows(page))
  expect(plan.shed).toBe(1)
  const { name, bytes } = await saveRow(rows(page))
  expect([name, bytes.length]).toEqual(['app.slim.tar', plan.kept])
})

test.for([
  ['an OCI layout', 'podman4-oci-archive'],
  ['an unpacked save', 'docker28-containerd'],
] as const)('%s is picked as a folder, and is one archive', async ([, writer], { page }) => {
  const folder = scratch()
  await page.getByTestId('base-input-folder').setInputFiles(unpacked(folder, 'base', base(writer)))
  await there(page).filter({ hasText: 'base.tar' }).waitFor()
  await page.getByTestId('target-input-folder').setInputFiles(unpacked(folder, 'app', target(writer)))
  const plan = await planOf(rows(page))
  expect(plan.shed).toBe(1)
  expect((await saveRow(rows(page))).bytes.length).toBe(plan.kept)
})

test('a folder with nothing in it for us says so', async ({ page }) => {
  const folder = scratch()
  execFileSync('sh', ['-c', `echo hello > ${folder}/notes.md`])
  await page.getByTestId('target-input-folder').setInputFiles(folder)
  await faults(page, 'folder-without-archive').waitFor()
})
