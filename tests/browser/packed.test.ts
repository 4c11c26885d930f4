import { statSync } from 'node:fs'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
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
