import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { faults, give, test } from './page'

const named = (name: string) => ({
  name,
  bytes: readFileSync(`tests/fixtures/cases/${name}`),
  type: 'application/octet-stream',
})

test('what tools print and pack is read, or told by what it is', async ({ page }) => {
  await give(page, 'base', ...['14-crictl.json', '20-mixed.json', '47-inspect.json.gz', '17-jq-colour.txt'].map(named))
  await page.getByText('base:1').nth(2).waitFor()
  await give(page, 'target', ...['27-macos-within.tar.gz', '26-unpacked.zip', '28-app.tar.lz4'].map(named))
  await faults(page, 'unpacked-save').waitFor()
  await faults(page, 'foreign-packing').waitFor()
})

const image = new Uint8Array(0x20000)
image.set(Buffer.from('CD001'), 0x8001)
const foreign = (name: string, bytes: Uint8Array | string) => ({
  name,
  bytes: Buffer.from(bytes),
  type: 'application/octet-stream',
})

test('what is no archive is told by what it is, plain and packed, by code that comes then', async ({ page }) => {
  await give(
    page,
    'target',
    foreign('install.iso', image),
    foreign('app.tar', '<!doctype html><title>Sign in</title>'),
    foreign('app.tar.crdownload', readFileSync('tests/fixtures/docker20-base.tar').subarray(0, 3000)),
  )
  await faults(page, 'disk-image').waitFor()
  await faults(page, 'saved-page').waitFor()
  await faults(page, 'unfinished-download').waitFor()
  await give(page, 'base', foreign('install.iso.gz', gzipSync(image)))
  await faults(page, 'disk-image').nth(1).waitFor()
})
