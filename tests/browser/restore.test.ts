import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { inDirectory } from '../fixtures/gnu-tar'
import { openArchive } from '../fixtures/opening'
import { fileOf } from '../fixtures/tar'
import { chooseForm, faults, findings, give, planOf, rows, save, saveRow, test } from './page'

const forms = ['universal', 'as-is'] as const

/** Slims a sample and comes back with the slim archive. */
async function slim(page: Page, form: (typeof forms)[number], by: string, there: string) {
  await chooseForm(page, form)
  await give(page, 'base', there)
  await give(page, 'target', by)
  await planOf(rows(page))
  return saveRow(rows(page))
}

const restoreButton = (page: Page) => rows(page).getByTestId('restore')

test.for(forms)('%s: what was slimmed comes back whole, byte for byte, under its old name', async (form, { open }) => {
  const original = target('docker28-classic')
  const { name, bytes } = await slim(await open(), form, original, base('docker28-classic'))
  const page = await open()
  await give(page, 'base', base('docker28-classic'))
  await give(page, 'target', { name, bytes })
  const whole = await save(restoreButton(page))
  expect(whole.name).toBe(basename(original))
  expect(whole.bytes.equals(readFileSync(original))).toBe(true)
  await rows(page)
    .getByText(`${basename(original)} was handed`)
    .waitFor()
})

test('a base that is packed, and one that packs its layers, are unpacked first', async ({ open }) => {
  const original = target('docker20')
  const { name, bytes } = await slim(await open(), 'as-is', original, base('docker20'))
  await inDirectory(async (folder) => {
    const packed = `${folder}/base.tar.gz`
    writeFileSync(packed, gzipSync(readFileSync(base('docker20')), { level: 1 }))
    for (const there of [packed, base('podman4-oci-archive')]) {
      const page = await open()
      await give(page, 'base', there)
      await give(page, 'target', { name, bytes })
      const whole = await save(restoreButton(page))
      expect(whole.bytes.equals(readFileSync(original)), there).toBe(true)
    }
  })
})

test('what a base has packed and damaged is taken from another one, packed as a whole, and that is said', async ({
  open,
}) => {
  const original = target('docker20')
  const { name, bytes } = await slim(await open(), 'as-is', original, base('docker20'))
  const damaged = Uint8Array.from(readFileSync(base('podman4-oci-archive')))
  const [layer] = (await openArchive(fileOf(damaged, 'base.tar'))).images[0]!.layers
  const { start, size } = layer!.payload.entry!
  damaged.fill(0xff, start + 10, start + size - 10)
  const page = await open()
  await give(page, 'base', { name: 'damaged.tar', bytes: damaged })
  await give(page, 'base', { name: 'base.tar.gz', bytes: gzipSync(readFileSync(base('docker28-containerd-gzip'))) })
  await give(page, 'target', { name, bytes })
  const whole = await save(restoreButton(page))
  expect(whole.bytes.equals(readFileSync(original))).toBe(true)
  await rows(page).locator(findings(page, 'packed-badly-in-one')).filter({ hasText: 'damaged.tar' }).waitFor()
})

test('the wrong base is told by layer and line; nothing is saved', async ({ open }) => {
  const { name, bytes } = await slim(await open(), 'universal', target('docker28-classic'), base('docker28-classic'))
  const page = await open()
  await give(page, 'base', sample('docker28-classic-base.inspect.json'))
  await give(page, 'target', { name, bytes })
  await restoreButton(page).click()
  await faults(page, 'layer-without-bytes').waitFor()
  expect(await rows(page).getByText('was handed').count()).toBe(0)
})

test('a whole archive is not offered to be restored', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  expect(await restoreButton(page).count()).toBe(0)
})
