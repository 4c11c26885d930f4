import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { tarOf } from '../fixtures/tar'
import { give, planOf, rows, saveRow, test } from './page'

const packed = ['tar.gz', 'tar.zst', 'tar.xz', 'tar.bz2', 'zip']

test('a target packed in any way is sent like the plain one', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), ...packed.map((ending) => sample(`docker20-ip-server.${ending}`)))
  const plain = await planOf(rows(page).nth(0))
  const { bytes } = await saveRow(rows(page).nth(0))
  expect(plain.total).toBe(statSync(target('docker20')).size)
  for (const [at, ending] of packed.entries()) {
    const row = rows(page).nth(at + 1)
    // The plain size counts, whatever the file's own is.
    expect(await planOf(row), ending).toEqual(plain)
    const saved = await saveRow(row)
    expect(saved.name, ending).toBe('docker20-ip-server.slim.tar')
    expect(saved.bytes.equals(bytes), ending).toBe(true)
  }
})

test.for(packed)('a base packed as %s counts like the plain one', async (ending, { page }) => {
  await give(page, 'base', sample(`docker20-ip-server.${ending}`))
  await give(page, 'target', sample('docker20-two-images.tar'))
  // All of ip-server is there, and the layer that web shares with it.
  expect((await planOf(rows(page))).shed).toBe(2)
})

test('an archive in a tar in a .tar.gz is opened there, on either side', async ({ page }) => {
  const within = (path: string) => gzipSync(tarOf([{ name: 'image.tar', body: readFileSync(path) }]))
  await give(page, 'base', { name: 'base.tar.gz', bytes: within(base('docker20')), type: 'application/octet-stream' })
  await give(page, 'target', {
    name: 'app.tar.gz',
    bytes: within(target('docker20')),
    type: 'application/octet-stream',
  })
  const plan = await planOf(rows(page))
  expect(plan).toMatchObject({ total: statSync(target('docker20')).size, shed: 1 })
  expect((await saveRow(rows(page))).bytes.length).toBe(plan.kept)
})
