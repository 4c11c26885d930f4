import { readFileSync } from 'node:fs'
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
