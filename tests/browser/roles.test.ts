import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { attributesOf, faults, findings, give, planOf, rows, test } from './page'

const there = (page: Page) => page.getByRole('region', { name: 'Already there' }).locator('li.file')
const toSend = (page: Page) => page.getByRole('region', { name: 'To send' }).locator('li.file')
const named = (name: string) => ({ hasText: name })

/** Drops real File objects, as the browser would, on the element that a selector finds. */
async function drop(page: Page, selector: string, ...names: string[]): Promise<void> {
  const files = names.map((name) => ({ name, base64: readFileSync(sample(name)).toString('base64') }))
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of given)
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name))
    return transfer
  }, files)
  await page.dispatchEvent(selector, 'dragover', { dataTransfer })
  await page.dispatchEvent(selector, 'drop', { dataTransfer })
}

test.for([
  ['body', 'base first', ['docker20-base.tar', 'docker20-ip-server.tar']],
  ['body', 'base last', ['docker20-ip-server.tar', 'docker20-base.tar']],
  ['h1', 'with JSON', ['docker20-ip-server.tar', 'docker20-base.inspect.json']],
  ['[data-testid=form]', 'by another engine', ['podman4-oci-archive-ip-server.tar', 'docker28-classic-base.tar']],
] as const)('files dropped together on %s, %s, find their sides', async ([where, , names], { page }) => {
  await drop(page, where, ...names)
  const { shed } = await planOf(rows(page))
  expect(shed).toBe(1)
  expect(await there(page).count()).toBe(1)
  await there(page).filter(named('-base.')).waitFor()
  await toSend(page).filter(named('-ip-server.tar')).waitFor()
})

test('a base that is dropped after its target finds its side too', async ({ page }) => {
  await drop(page, 'body', 'docker20-ip-server.tar')
  await toSend(page).filter(named('ip-server')).waitFor()
  await drop(page, 'main', 'docker20-base.tar')
  await planOf(rows(page))
  await there(page).filter(named('docker20-base.tar')).waitFor()
})

test('the hint to drop goes when the drop is done', async ({ page }) => {
  const hint = page.getByText('Drop the files:')
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], 'x.txt'))
    return transfer
  })
  // Below the page's last line a window is all <html>.
  await page.dispatchEvent('html', 'dragover', { dataTransfer })
  await hint.waitFor()
  await page.dispatchEvent('html', 'drop', { dataTransfer })
  await hint.waitFor({ state: 'detached' })
  await faults(page, 'plain-text').waitFor()
})

test('text that is dragged over the page is nobody’s archive', async ({ page }) => {
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', 'some words')
    return transfer
  })
  await page.dispatchEvent('body', 'dragover', { dataTransfer })
  expect(await page.getByText('Drop the files:').count()).toBe(0)
})

test('a file moved by hand changes sides, and the plan with it', async ({ page }) => {
  await drop(page, 'body', 'docker20-base.tar', 'docker20-ip-server.tar')
  await planOf(rows(page))
  await toSend(page).getByRole('button', { name: 'This is already there' }).click()
  await expect.poll(() => there(page).count()).toBe(2)
  expect(await rows(page).count()).toBe(0)
  await there(page).filter(named('docker20-base.tar')).getByRole('button', { name: 'This is to be sent' }).click()
  await findings(page, 'roles-swapped').waitFor()
  await there(page).getByRole('button', { name: 'This is to be sent' }).click()
  await expect.poll(() => rows(page).count()).toBe(2)
  await toSend(page).filter(named('docker20-base.tar')).getByRole('button', { name: 'This is already there' }).click()
  expect((await planOf(rows(page))).shed).toBe(1)
})

test('files given to an input stay where they were given, and the page says that they look swapped', async ({
  page,
}) => {
  await give(page, 'base', target('docker20'))
  await give(page, 'target', base('docker20'))
  await findings(page, 'roles-swapped').waitFor()
  await there(page).filter(named('docker20-ip-server.tar')).waitFor()
  await toSend(page).filter(named('docker20-base.tar')).waitFor()
})

test('a dropped file does not draw along one that was given to an input', async ({ page }) => {
  await give(page, 'target', base('docker20'))
  await drop(page, 'body', 'docker20-ip-server.tar')
  await expect.poll(() => toSend(page).count()).toBe(2)
  // With nothing on the other side they travel together: the base goes along, and its image leaves out what it brings.
  await planOf(rows(page).nth(1))
  await toSend(page).filter(named('docker20-base.tar')).waitFor()
  expect(await there(page).count()).toBe(0)
})

test('a base that comes later, goes, and comes again: the plan follows', async ({ page }) => {
  const row = rows(page)
  await give(page, 'target', target('docker20'))
  await row.getByText('Say what the destination has').waitFor()
  expect(await attributesOf(row)).toEqual([])

  await give(page, 'base', base('docker20'))
  const first = await planOf(row)

  await give(page, 'base', sample('docker20-web.tar'))
  await expect.poll(async () => (await planOf(row)).kept).toBe(first.kept)

  await there(page).filter(named('docker20-web.tar')).getByRole('button', { name: 'Remove' }).click()
  await there(page).filter(named('docker20-base.tar')).getByRole('button', { name: 'Remove' }).click()
  await row.getByText('Say what the destination has').waitFor()
  expect(await attributesOf(row)).toEqual([])
  expect(await row.getByTestId('save').count()).toBe(0)

  await give(page, 'base', base('docker20'))
  expect(await planOf(row)).toEqual(first)
})

test('a target that is removed takes its row with it', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-web.tar'))
  await planOf(rows(page).nth(1))
  await toSend(page).filter(named('docker20-ip-server.tar')).getByRole('button', { name: 'Remove' }).click()
  await expect.poll(() => rows(page).count()).toBe(1)
  await rows(page).getByRole('heading', { name: 'docker20-web.slim.tar' }).waitFor()
  await planOf(rows(page))
})

test('the same file can be given again after it was removed', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  for (let round = 0; round < 2; round++) {
    await give(page, 'target', target('docker20'))
    await planOf(rows(page))
    await toSend(page).getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => rows(page).count()).toBe(0)
  }
})
