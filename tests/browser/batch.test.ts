import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { listedByGnuTar } from '../fixtures/gnu-tar'
import { attributesOf, faults, give, headings, planOf, rows, saveRow, test, type Given } from './page'

const broken = { name: 'broken.tar', bytes: Buffer.from('not an archive at all '.repeat(60)) }

test('several targets stand in the order given, each with its own save, and a broken one stops none', async ({
  page,
}) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', sample('docker20-web.tar'), broken, target('docker20'), sample('docker20-two-images.tar'))
  for (const at of [0, 2, 3]) await planOf(rows(page).nth(at))
  await faults(page, 'plain-text').waitFor()
  expect(await headings(page)).toEqual([
    'docker20-web.slim.tar',
    'broken.tar',
    'docker20-ip-server.slim.tar',
    'docker20-two-images.slim.tar',
  ])

  expect(await attributesOf(rows(page).nth(1))).toEqual([])
  expect(await rows(page).nth(1).getByTestId('save').count()).toBe(0)
  for (const [at, name] of [
    [3, 'two-images'],
    [0, 'web'],
    [2, 'ip-server'],
  ] as const) {
    const row = rows(page).nth(at)
    const plan = await planOf(row)
    const saved = await saveRow(row)
    expect(saved.name).toBe(`docker20-${name}.slim.tar`)
    expect(saved.bytes.length).toBe(plan.kept)
    expect(listedByGnuTar(saved.path).length).toBeGreaterThan(0)
  }
})

test('a target that is given later stands last, whatever was given to the other side', async ({ page }) => {
  await give(page, 'target', target('podman4-oci-archive'))
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  for (const at of [0, 1]) await planOf(rows(page).nth(at))
  expect(await headings(page)).toEqual(['podman4-oci-archive-ip-server.slim.tar', 'docker20-ip-server.slim.tar'])
})

test('the rows of a batch say what each would say alone', async ({ open }) => {
  const targets: Given[] = [sample('docker20-web.tar'), target('docker28-classic'), sample('docker20-two-images.tar')]
  const together = await open()
  await give(together, 'base', base('docker20'))
  await give(together, 'target', ...targets)
  for (const [at, file] of targets.entries()) {
    const alone = await open()
    await give(alone, 'base', base('docker20'))
    await give(alone, 'target', file)
    expect(await planOf(rows(alone))).toEqual(await planOf(rows(together).nth(at)))
    expect((await saveRow(rows(alone))).bytes.equals((await saveRow(rows(together).nth(at))).bytes)).toBe(true)
  }
})

test('several bases: the deepest counts, in whatever order they are given', async ({ open }) => {
  const bases = [base('docker20'), sample('docker20-web.tar'), sample('docker20-base-main.tar')]
  const saved = []
  for (const given of [bases, bases.toReversed()]) {
    const page = await open()
    await give(page, 'base', ...given)
    await give(page, 'target', sample('docker20-two-images.tar'))
    // All of the web image is there; of the other image the base is, and what the third layer needs stays.
    expect((await planOf(rows(page))).shed).toBe(3)
    saved.push((await saveRow(rows(page))).bytes)
  }
  expect(saved[0]!.equals(saved[1]!)).toBe(true)
})

test('a broken base leaves the others to count', async ({ page }) => {
  await give(page, 'base', broken, base('docker20'))
  await give(page, 'target', target('docker20'))
  expect((await planOf(rows(page))).shed).toBe(1)
  await faults(page, 'plain-text').waitFor()
})

test('without a base they travel together: one is carried whole, the others leave out what it brings', async ({
  page,
}) => {
  await give(page, 'target', target('docker20'), base('docker20'))
  const app = rows(page).nth(0)
  await app.getByText('number 2').waitFor()
  await rows(page).nth(1).getByText('number 1').waitFor()
  expect((await planOf(app)).shed).toBe(1)
  expect(await attributesOf(rows(page).nth(1))).toEqual([])

  await page.getByTestId('together').uncheck()
  await app.getByText('Say what the destination has').waitFor()
  expect(await attributesOf(app)).toEqual([])
})
