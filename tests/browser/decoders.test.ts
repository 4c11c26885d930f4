import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { base, target } from '../engines/samples'
import { pack, packers, type PackedBy } from '../fixtures/packing'
import { faults, give, planOf, rows, test } from './page'

const plain = readFileSync(target('docker20'))
const formats = Object.keys(packers) as PackedBy[]

/** In two members, streams or frames, cut in the midst of a layer. */
const several = (by: PackedBy) => Buffer.concat([pack(by, plain.subarray(0, 50_000)), pack(by, plain.subarray(50_000))])

const flipped = (bytes: Buffer) => {
  const copy = Buffer.from(bytes)
  const at = Math.floor(copy.length / 2)
  copy[at] = copy[at]! ^ 0x55
  return copy
}

test.for(formats)('%s in the browser: several members, padding, damage and a cut', async (by, { page }) => {
  const whole = pack(by, plain)
  await give(page, 'base', base('docker20'))
  await give(
    page,
    'target',
    { name: 'several.tar.x', bytes: several(by) },
    { name: 'cut.tar.x', bytes: whole.subarray(0, Math.floor(whole.length * 0.6)) },
    { name: 'almost.tar.x', bytes: whole.subarray(0, whole.length - 1) },
    { name: 'flipped.tar.x', bytes: flipped(whole) },
    { name: 'whole.tar.x', bytes: whole },
  )
  const good = await planOf(rows(page).nth(4))
  expect(good.total).toBe(plain.length)
  expect(await planOf(rows(page).nth(0))).toEqual(good)
  const told = faults(page, 'packed-truncated').or(faults(page, 'packed-corrupt'))
  await expect.poll(() => told.count()).toBe(3)
  for (const name of ['cut', 'almost', 'flipped']) await told.filter({ hasText: `${name}.tar.x` }).waitFor()
})

test('gzip with zeros behind its end, and a type that says nothing', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  const bytes = Buffer.concat([pack('gzip', plain), Buffer.alloc(10_240)])
  await give(page, 'target', { name: 'image', bytes, type: 'application/octet-stream' })
  expect((await planOf(rows(page))).total).toBe(plain.length)
})
