import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { legacyArchive } from '../fixtures/docker-archives'
import { readTar } from '../fixtures/read-tar'
import { tarOf, type Member } from '../fixtures/tar'
import { attributesOf, faults, give, planOf, rows, saveRow, test } from './page'

const whole = readFileSync(target('docker20'))
const entries = readTar(whole)
const layer = entries.find(({ body }) => body.length > 90_000)!
const last = entries.at(-1)!

const members = legacyArchive([{ tags: ['app:1'], layers: ['A', 'B'] }])
const without = (left: (name: string) => boolean) => tarOf(members.filter(({ name }) => !left(String(name))))
const withManifest = (body: string) =>
  tarOf([...members.filter(({ name }) => name !== 'manifest.json'), { name: 'manifest.json', body }])

function flipped(at: number): Buffer {
  const bytes = Buffer.from(whole)
  bytes[at] = bytes[at]! ^ 1
  return bytes
}

const other: Member[] = [
  { name: 'etc/', type: '5' },
  { name: 'etc/hostname', body: 'exported by docker export' },
]

/** What can be wrong with a file, and what of the file's facts the page must name. */
const bad: readonly (readonly [code: string, what: string, bytes: Uint8Array, names: string])[] = [
  ['empty-file', 'an empty file', Buffer.alloc(0), 'bad.tar'],
  ['plain-text', 'a long text', Buffer.from('Error response from daemon\n'.repeat(40)), 'Error response'],
  ['plain-text', 'a short text', Buffer.from('no such image\n'), 'no such image'],
  ['not-a-tar', 'bytes of nothing known', Buffer.from('9f8e7d00'.repeat(200), 'hex'), '9f 8e 7d 00'],
  ['truncated-header', 'cut off in a header', whole.subarray(0, last.header + 100), last.header.toLocaleString('en')],
  ['truncated-payload', 'cut off in a payload', whole.subarray(0, layer.header + 9000), layer.name],
  ['bad-checksum', 'with a flipped bit in a header', flipped(layer.header + 3), layer.header.toLocaleString('en')],
  ['not-an-image', 'a tar of something else', tarOf(other), 'bad.tar'],
  ['bad-manifest', 'with a manifest of something else', withManifest('{"schemaVersion": 2}'), 'manifest.json'],
  ['not-json', 'with a manifest cut off', withManifest('[{"Config": "a.json", '), 'manifest.json'],
  ['unsafe-path', 'naming a path outside', withManifest('[{"Config": "../../etc/passwd"}]'), '../../etc/passwd'],
]

test.for(bad)(
  '%s: %s is said so, in its place, and the rest stays usable',
  async ([code, , bytes, names], { page }) => {
    await give(page, 'base', base('docker20'))
    await give(page, 'target', target('docker20'), { name: 'bad.tar', bytes }, sample('docker20-web.tar'))
    const fault = faults(page, code).filter({ hasText: names })
    await fault.waitFor()
    expect(await page.getByTestId('error').count()).toBe(1)
    expect(await fault.getAttribute('role')).toBe('alert')
    // What happened, and what to do next.
    expect(await fault.locator('p').count()).toBe(2)

    expect(await attributesOf(rows(page).nth(1))).toEqual([])
    expect(await rows(page).nth(1).getByRole('button').count()).toBe(0)
    await planOf(rows(page).nth(0))
    const { kept } = await planOf(rows(page).nth(2))
    expect((await saveRow(rows(page).nth(2))).bytes.length).toBe(kept)
  },
)

test('an archive without its config is stopped, naming the image and the config', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', { name: 'app.tar', bytes: without((name) => /^[0-9a-f]+\.json$/.test(name)) })
  const fault = rows(page).locator(faults(page, 'contents-absent'))
  for (const hasText of ['app:1', '.json']) await fault.filter({ hasText }).waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
})

test('an archive without one of its layers is stopped, naming the image and the layer', async ({ page }) => {
  const lost = String(members.find(({ name }) => String(name).endsWith('/layer.tar'))!.name)
  await give(page, 'base', base('docker20'))
  await give(page, 'target', { name: 'app.tar', bytes: without((name) => name === lost) })
  const fault = rows(page).locator(faults(page, 'layer-absent'))
  for (const hasText of ['app:1', lost]) await fault.filter({ hasText }).waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
})

test('a slim archive without its base is stopped, naming the image, until the base is given', async ({ open }) => {
  const first = await open()
  await give(first, 'base', base('docker20'))
  await give(first, 'target', target('docker20'))
  await planOf(rows(first))
  const { name, bytes } = await saveRow(rows(first))

  const page = await open()
  await give(page, 'target', { name, bytes })
  await rows(page).locator(faults(page, 'layer-emptied')).filter({ hasText: 'ip-server:1.0.0' }).waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
  expect(await rows(page).getByTestId('save').count()).toBe(0)

  await give(page, 'base', sample('docker20-web.tar'))
  await planOf(rows(page))
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('nothing in common: a plain reason, and nothing to save', async ({ page }) => {
  await give(page, 'base', { name: 'other.tar', bytes: tarOf(legacyArchive([{ tags: ['other:1'], layers: ['X'] }])) })
  await give(page, 'target', { name: 'app.tar', bytes: tarOf(members) })
  const reason = page.getByTestId('nothing-in-common')
  await reason.waitFor()
  expect(await reason.getAttribute('data-code')).toBe('first-layer-differs')
  for (const hasText of ['carry the original', 'app:1', 'other:1', 'COPY A.txt /', 'COPY X.txt /'])
    await reason.filter({ hasText }).waitFor()
  expect(await attributesOf(rows(page))).toEqual([])
  expect(await rows(page).getByTestId('save').count()).toBe(0)
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('nothing in common, because the platforms differ', async ({ page }) => {
  const arm = { os: 'linux', architecture: 'arm64' }
  const bytes = tarOf(legacyArchive([{ tags: ['app:1'], layers: ['X', 'Y'], platform: arm }]))
  await give(page, 'base', base('docker20'))
  await give(page, 'target', { name: 'app.tar', bytes })
  const reason = page.getByTestId('nothing-in-common')
  await reason.waitFor()
  expect(await reason.getAttribute('data-code')).toBe('platforms-differ')
  for (const hasText of ['linux/amd64', 'linux/arm64']) await reason.filter({ hasText }).waitFor()
})

test('a gzip file that is cut off is refused, and the rest stays usable', async ({ page }) => {
  const bytes = gzipSync(whole).subarray(0, 40_000)
  await give(page, 'base', base('docker20'))
  await give(page, 'target', { name: 'cut.tar.gz', bytes }, target('docker20'))
  await page.getByTestId('error').filter({ hasText: 'cut.tar.gz' }).waitFor()
  expect(await attributesOf(rows(page).nth(0))).toEqual([])
  await planOf(rows(page).nth(1))
})
