import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { readTar } from '../fixtures/read-tar'
import { faults, give, openOptions, planOf, rows, save, saveRow, test } from './page'

const report = 'check-report'

test('every sample is whole, on either side, packed too', async ({ page }) => {
  await give(page, 'base', base('docker28-containerd-gzip'), sample('docker20-ip-server.tar.xz'))
  await give(page, 'target', target('podman4-oci-archive'), sample('docker20-ip-server.tar.gz'))
  const buttons = page.getByTestId('check')
  await expect.poll(() => buttons.count()).toBe(4)
  // A packed base is read once more, with its bytes, and has no button meanwhile.
  for (let at = 0; at < 4; at++) await page.locator('li.file').nth(at).getByTestId('check').click()
  await expect.poll(() => page.getByTestId(report).count()).toBe(4)
  for (const one of await page.getByTestId(report).all()) {
    expect(await one.getAttribute('data-verdict')).toBe('whole')
    expect(await one.getAttribute('data-layers-whole')).toBe(await one.getAttribute('data-layers'))
  }
})

function flipped(): Buffer {
  const bytes = Buffer.from(readFileSync(target('docker20')))
  const top = readTar(bytes)
    .filter(({ body }) => body.length > 5000)
    .at(-1)!
  const at = top.header + 512 + 2000
  bytes[at] = bytes[at]! ^ 1
  return bytes
}

test('a damaged layer is named, with what was expected and found, and what engines will print', async ({ page }) => {
  await give(page, 'target', { name: 'damaged.tar', bytes: flipped() })
  await page.getByTestId('check').click()
  const found = page.getByTestId(report)
  expect(await found.getAttribute('data-verdict')).toBe('damaged')
  expect(await found.getAttribute('data-layers')).toBe('3')
  expect(Number(await found.getAttribute('data-layers-whole'))).toBeLessThan(3)
  expect(await found.innerText()).toMatch(/should be sha256:[0-9a-f]{64}, and is sha256:[0-9a-f]{64}/)
  expect(await page.locator('[data-testid=check-engine][data-loads=nowhere]').count()).toBe(5)
  expect(await found.innerText()).toContain('invalid diffID for layer 1')
  const json = JSON.parse((await save(page.getByTestId('check-json'))).bytes.toString())
  expect(json).toMatchObject({ name: 'damaged.tar', verdict: 'damaged', layers: { total: 3 } })
})

test('a slim archive needs its base, and is satisfied once that is there', async ({ page, open }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const { bytes } = await saveRow(rows(page))
  const other = await open()
  await give(other, 'target', { name: 'slim.tar', bytes })
  await other.getByTestId('check').click()
  const found = other.getByTestId(report)
  expect(await found.getAttribute('data-verdict')).toBe('needs-base')
  expect(await other.getByTestId('check-there').count()).toBe(0)
  await give(other, 'base', base('docker20'))
  await other.locator('[data-testid=check-there][data-satisfied=true]').waitFor()
  expect(await faults(other, 'unexpected').count()).toBe(0)
})

test('by keyboard: the check is begun, and its report heard of', async ({ page }) => {
  await give(page, 'target', target('docker20'))
  await page.getByTestId('check').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId(report).waitFor()
  expect(await page.locator('[role=status]', { hasText: 'every byte' }).count()).toBe(1)
  expect(await page.getByRole('region', { name: /Check of/ }).count()).toBe(1)
})

test('a save that would carry a damaged layer is stopped, and one that need not is not', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', { name: 'damaged.tar', bytes: flipped() })
  await planOf(rows(page))
  await rows(page).getByTestId('save').click()
  await faults(page, 'layer-damaged').filter({ hasText: 'is damaged' }).waitFor()
  await openOptions(page)
  await page.getByTestId('check-saves').uncheck()
  expect((await saveRow(rows(page))).name).toBe('damaged.slim.tar')
})

test('who signed an image is told by a public key, typed or as a file', async ({ page }) => {
  await give(page, 'target', sample('cosign/referring.tar'))
  await page.getByTestId('check').click()
  const states = () =>
    page.getByTestId('signature').evaluateAll((all) => all.map((one) => one.getAttribute('data-state')))
  await expect.poll(states).toEqual(['unverified', 'unverified'])
  await page.getByText('Verify with a public key').click()
  await page.getByTestId('public-key').fill(readFileSync(sample('cosign/other.pub'), 'utf8'))
  await expect.poll(states).toEqual(['other-key', 'other-key'])
  await page.getByTestId('public-key-file').setInputFiles(sample('cosign/cosign.pub'))
  await expect.poll(states).toEqual(['verified', 'verified'])
  const json = JSON.parse((await save(page.getByTestId('check-json'))).bytes.toString())
  expect(json.signatures.images[0]).toMatchObject({ what: 'signature', state: 'verified' })
  await page
    .getByTestId('public-key')
    .fill('-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----')
  await page.getByTestId('public-key-state').getByText('private key').waitFor()
  await expect.poll(states).toEqual(['unverified', 'unverified'])
})
