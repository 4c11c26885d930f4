import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, sample, target } from '../engines/samples'
import { bytesOfSeed } from '../fixtures/changed-layers'
import { inDirectory } from '../fixtures/gnu-tar'
import { imageOfLayers } from '../fixtures/layered'
import { concat, tarOf, utf8, type Bytes } from '../fixtures/tar'
import { faults, findings, give, planOf, rows, save, saveRow, test, type Given } from './page'

const file = (name: string, seed: number, size: number) => ({ name, body: bytesOfSeed(seed, size) })
const system = (build: number): Bytes =>
  tarOf([
    file('usr/lib/a.so', 1, 900_000),
    { name: 'usr/lib/b.so', body: concat(bytesOfSeed(build, 700), bytesOfSeed(2, 800_000)) },
  ])
const program = tarOf([file('app/main', 3, 300_000)])

/** A base that was rebuilt shares no layer, and nearly all of its bytes. */
const old = { name: 'old.tar', bytes: imageOfLayers([system(5), program]) }
const fresh = { name: 'new.tar', bytes: imageOfLayers([system(6), program]) }

const chooseCompact = (page: Page) => page.getByTestId('form').selectOption('compact')
const restoreButton = (page: Page) => rows(page).getByTestId('restore')

async function makeCompact(page: Page, codec = 'zstd', sent = fresh) {
  await chooseCompact(page)
  await give(page, 'base', old)
  await give(page, 'target', sent)
  await planOf(rows(page))
  await page.getByTestId('compact-codec').selectOption(codec)
  // An estimate at once; the exact size comes with what is made.
  await page.locator('[data-testid=compact-size][data-exact=false]').waitFor()
  const { kept } = await planOf(rows(page))
  const compact = await saveRow(rows(page))
  expect(compact.bytes.length).toBeLessThan(kept)
  return compact
}

test.for(['zstd', 'gzip'])(
  'what changed in a rebuilt image is carried, and comes back whole (%s)',
  async (codec, { open }) => {
    const page = await open()
    const compact = await makeCompact(page, codec)
    expect(compact.name).toBe('new.compact.tar')
    expect(compact.bytes.length).toBeLessThan(80_000)
    const size = page.getByTestId('compact-size')
    await expect.poll(() => size.getAttribute('data-exact')).toBe('true')
    expect((await planOf(rows(page))).kept).toBe(compact.bytes.length)

    const there = await open()
    await give(there, 'base', old)
    await give(there, 'target', compact)
    const whole = await save(restoreButton(there))
    expect(whole.name).toBe('new.tar')
    expect(whole.bytes.equals(fresh.bytes)).toBe(true)
  },
)

/** Files of 30 MB, of which some changed. */
const large = (build: number) =>
  tarOf(
    Array.from({ length: 60 }, (_, at) =>
      file(`usr/lib/${at}.so`, at % 12 === 0 ? 100 * build + at : at + 10, 500_000),
    ),
  )

test.for(['tar', 'gzip'] as const)(
  'what it would be is told before it is made, in every form (%s)',
  async (packing, { open }) => {
    const page = await open()
    await give(page, 'base', { name: 'old.tar', bytes: imageOfLayers([large(1)], packing) })
    await give(page, 'target', { name: 'new.tar', bytes: imageOfLayers([large(2)], packing) })
    const offer = page.locator('[data-testid=compact-offer][data-about]')
    await offer.waitFor()
    expect(await offer.innerText()).toMatch(/^Compact: about [\d.–]+ MB instead of \d+ MB/)
    await page.getByTestId('choose-compact').click()
    const told = page.locator('[data-testid=compact-size][data-about]')
    const most = Number(await told.getAttribute('data-about'))
    expect(await told.innerText()).toMatch(/^About [\d.–]+ MB.*the exact size, in about \d+ sec\.$/)
    await planOf(rows(page))
    const compact = await saveRow(rows(page))
    expect(compact.bytes.length).toBeLessThanOrEqual(most)
    expect(compact.bytes.length).toBeGreaterThan(most / 3)
    await page.locator('[data-testid=compact-size][data-exact=true]').waitFor()
  },
)

test('files of the base that a layer has once more, with another owner, are not carried', async ({ open }) => {
  const owner = [108, utf8('0001750\0')] as const
  const owned = tarOf([{ ...file('usr/lib/a.so', 1, 900_000), over: [owner] }])
  const sent = { name: 'new.tar', bytes: imageOfLayers([system(5), program, owned]) }
  const compact = await makeCompact(await open(), 'zstd', sent)
  expect(compact.bytes.length).toBeLessThan(80_000)
  const there = await open()
  await give(there, 'base', old)
  await give(there, 'target', compact)
  expect((await save(restoreButton(there))).bytes.equals(sent.bytes)).toBe(true)
})

test('without the old archive nothing is written, and it is told what lacks', async ({ open }) => {
  const compact = await makeCompact(await open())
  const page = await open()
  await give(page, 'base', base('docker20'))
  await give(page, 'target', compact)
  // Until it is tried, nothing is wrong.
  await findings(page, 'compact-first').waitFor()
  expect(await page.getByTestId('error').count()).toBe(0)
  await restoreButton(page).click()
  await faults(page, 'compact-lacks').waitFor()
  expect(await rows(page).getByText('was handed').count()).toBe(0)
})

test('a flipped bit is told, in the compact archive as in its base', async ({ open }) => {
  const compact = await makeCompact(await open())
  const flipped = (bytes: Uint8Array, at: number) => {
    const changed = Uint8Array.from(bytes)
    changed[at]! ^= 1
    return changed
  }
  const cases = [
    [
      compact,
      { ...old, bytes: flipped(old.bytes, Buffer.from(old.bytes).indexOf(Buffer.from(program)) + 5000) },
      'base-damaged',
    ],
    [
      { ...compact, bytes: flipped(compact.bytes, compact.bytes.lastIndexOf('/literals') + 600) },
      old,
      'compact-packed',
    ],
  ] as const
  for (const [given, there, code] of cases) {
    const page = await open()
    await give(page, 'base', there)
    await give(page, 'target', given)
    await restoreButton(page).click()
    await faults(page, code).waitFor()
  }
})

test('a packed base is unpacked first; a compact archive is no base', async ({ open }) => {
  const page = await open()
  await chooseCompact(page)
  await give(page, 'base', { name: 'old.tar.gz', bytes: gzipSync(old.bytes, { level: 1 }) })
  await give(page, 'target', fresh)
  await planOf(rows(page))
  const compact = await saveRow(rows(page))
  expect(compact.bytes.length).toBeLessThan(80_000)
  const other = await open()
  await give(other, 'base', compact)
  await faults(other, 'compact-first').waitFor()
})

test('a base that is known by its inventory alone has nothing to build upon', async ({ open }) => {
  const page = await open()
  await chooseCompact(page)
  await give(page, 'base', sample('docker20-base.inspect.json'))
  await give(page, 'target', target('docker20'))
  await rows(page).getByTestId('nothing-in-common').waitFor()
})

test('the second of two is made of the first, and restored after it, in the page and by the script', async ({
  open,
}) => {
  const extra = tarOf([file('opt/tool', 4, 400_000)])
  const second = {
    name: 'second.tar',
    bytes: imageOfLayers([system(6), program, extra, tarOf([file('x', 9, 20_000)])]),
  }
  const first = { name: 'first.tar', bytes: imageOfLayers([system(6), program, extra]) }
  const page = await open()
  await chooseCompact(page)
  await give(page, 'base', old)
  await give(page, 'target', first, second)
  await page.getByTestId('together').check()
  for (const at of [0, 1]) await planOf(rows(page).nth(at))
  const [one, other] = [await saveRow(rows(page).nth(0)), await saveRow(rows(page).nth(1))]
  expect(one.bytes.length).toBeGreaterThan(400_000)
  expect(other.bytes.length).toBeLessThan(100_000)
  await rows(page).nth(1).getByTestId('open-line').click()
  await rows(page).nth(1).getByTestId('compact-after').getByText('first.tar').waitFor()
  await rows(page).nth(1).getByText('perl restore.pl second.compact.tar old.tar first.tar > second.tar').waitFor()

  const restored = async (compact: Given, ...bases: Given[]) => {
    const there = await open()
    await give(there, 'base', ...bases)
    await give(there, 'target', compact)
    return save(restoreButton(there))
  }
  const whole = await restored(one, old)
  expect(whole.bytes.equals(first.bytes)).toBe(true)
  expect((await restored(other, old, whole)).bytes.equals(second.bytes)).toBe(true)

  await inDirectory(async (folder) => {
    for (const { name, bytes } of [old, one, other]) writeFileSync(`${folder}/${name}`, bytes)
    const script = execFileSync('tar', ['-xOf', other.name, 'layershed/restore.pl'], { cwd: folder })
    writeFileSync(`${folder}/restore.pl`, script)
    const restore = (...names: string[]) =>
      execFileSync('perl', ['restore.pl', ...names], {
        cwd: folder,
        maxBuffer: 2 ** 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    writeFileSync(`${folder}/first.tar`, restore('first.compact.tar', 'old.tar'))
    expect(restore('second.compact.tar', 'old.tar', 'first.tar').equals(second.bytes)).toBe(true)
    expect(() => restore('second.compact.tar', 'old.tar')).toThrow()
  })
})

test('samples go by the compact form, from a stick too', async ({ browser }) => {
  await inDirectory(async (folder) => {
    cpSync('dist/layershed.html', `${folder}/layershed.html`)
    const context = await browser.newContext({ locale: 'zh-CN' })
    const open = async () => {
      const page = await context.newPage()
      await page.goto(pathToFileURL(`${folder}/layershed.html`).href)
      return page
    }
    for (const writer of ['docker28-containerd', 'podman4-oci-archive'] as const) {
      const page = await open()
      await chooseCompact(page)
      await give(page, 'base', base(writer))
      await give(page, 'target', target(writer))
      await planOf(rows(page))
      const { bytes } = await saveRow(rows(page))
      writeFileSync(`${folder}/x.compact.tar`, bytes)
      const there = await open()
      await give(there, 'base', base(writer))
      await give(there, 'target', `${folder}/x.compact.tar`)
      const whole = await save(restoreButton(there))
      expect(whole.bytes.equals(readFileSync(target(writer))), writer).toBe(true)
    }
    await context.close()
  })
})
