import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { target, type Writer } from '../engines/samples'
import { inDirectory, listedByGnuTar } from '../fixtures/gnu-tar'
import { unpacked } from '../fixtures/layers'
import { imageOfLayers } from '../fixtures/layered'
import { Unpacked } from '../fixtures/read-tar'
import { tarOf, type Member } from '../fixtures/tar'
import { allLines, compared, dialog, line, lines, openLayer } from './layer-page'
import { give, planOf, rows, save, test } from './page'

test('the sample’s layers can be looked into, and the focus comes back', async ({ page }) => {
  await page.getByTestId('sample').click()
  await planOf(rows(page))
  // From the top down: chmod, COPY, ADD.
  await openLayer(page, 1)
  await compared(page)
  expect(await lines(page)).toEqual(['home', 'home/main'])
  expect(await page.getByTestId('layer-summary').innerText()).toMatch(/1 file, 400 kB.*adds 1 file \(400 kB\)/s)
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('open-layer')

  // The same bytes once more, under a chmod: the layer hides what the one below brought.
  await openLayer(page, 0)
  await compared(page)
  expect(await page.getByTestId('layer-hidden').getAttribute('data-bytes')).toBe('400000')
  await line(page, 'home/main').click()
  expect(await page.getByTestId('layer-details').innerText()).toContain('headers do not tell')
})

/** The layers of an archive's first image as plain tars, from the top down, by readers of the tests' own. */
function layersIn(path: string): Uint8Array[] {
  const archive = new Unpacked(readFileSync(path))
  const [{ Layers }] = archive.json('manifest.json') as [{ Layers: string[] }]
  return Layers.toReversed().map((layer) => unpacked(archive.read(layer)!))
}

const writers: Writer[] = ['docker20', 'docker28-containerd-gzip', 'podman4-docker-archive']

test.for(writers)(
  'the layers of %s are listed as GNU tar lists them, and a file is saved whole',
  async (writer, { page }) => {
    await give(page, 'target', target(writer))
    const layers = layersIn(target(writer))
    for (const [at, layer] of layers.entries()) {
      await openLayer(page, at)
      await compared(page)
      await page.getByTestId('layer-open-all').click()
      const shown = await allLines(page)
      await inDirectory(async (directory) => {
        const tar = join(directory, 'layer.tar')
        writeFileSync(tar, layer)
        const listed = listedByGnuTar(tar).map(({ name }) => name.replace(/^\.\/|\/$/g, ''))
        const files = listed.filter((name) => name !== '' && !name.includes('.wh.'))
        expect([...shown.keys()]).toEqual(expect.arrayContaining(files))

        const [file] = listedByGnuTar(tar).filter(({ type, size }) => type === 'file' && size > 0)
        if (!file) return
        const path = file.name.replace(/^\.\//, '')
        await page.getByTestId('layer-search').fill(path)
        await line(page, path).click()
        const saved = await save(page.getByTestId('layer-save'))
        expect(saved.name).toBe(file.name.split('/').at(-1)!.replace(/^\.+/, ''))
        const body = execFileSync('tar', ['-xOf', tar, file.name], { maxBuffer: 2 ** 30 })
        expect(saved.bytes.equals(body)).toBe(true)
      })
      await page.getByTestId('layer-close').click()
      await dialog(page).waitFor({ state: 'detached' })
    }
  },
)

const lower: Member[] = [
  { name: 'etc/', type: '5', mode: 0o755 },
  { name: 'etc/kept', body: 'same' },
  { name: 'etc/longer', body: 'x' },
  { name: 'etc/gone', body: 'x'.repeat(3000) },
  { name: 'cache/a', body: 'x'.repeat(500) },
  { name: 'bin/tool', body: 'x'.repeat(2000), mode: 0o644 },
]
const upper: Member[] = [
  { name: 'etc/', type: '5', mode: 0o755 },
  { name: 'etc/kept', body: 'same' },
  { name: 'etc/longer', body: 'x'.repeat(70) },
  { name: 'etc/.wh.gone' },
  { name: 'cache/', type: '5', mode: 0o755 },
  { name: 'cache/.wh..wh..opq' },
  { name: 'bin/tool', body: 'x'.repeat(2000), mode: 0o755 },
  { name: 'bin/New', body: 'x'.repeat(9000), mode: 0o4755 },
  { name: 'bin/alias', type: '1', link: 'bin/New' },
  { name: 'bin/sh', type: '2', link: '/bin/New', mode: 0o777 },
  { name: 'dev/null', type: '3', mode: 0o666 },
]
const layered = (packing: 'tar' | 'gzip' | 'zstd' = 'tar') => ({
  name: 'layered.tar',
  bytes: imageOfLayers([tarOf(lower), tarOf(upper)], packing),
})

test.for(['tar', 'gzip', 'zstd'] as const)(
  'what a layer adds, changes and deletes is said (%s)',
  async (packing, { page }) => {
    await give(page, 'target', layered(packing))
    await openLayer(page, 0)
    await compared(page)
    expect(await page.getByTestId('layer-summary').innerText()).toMatch(
      /7 files, 11 kB.*adds 4 files \(9 kB\).*changes 2 files \(2\.1 kB\).*writes 1 file again.*deletes 2/s,
    )
    expect(await page.getByTestId('layer-hidden').getAttribute('data-bytes')).toBe(String(3000 + 500 + 2000 + 1 + 4))
    const marks = async (path: string) =>
      (await line(page, path).getByRole('gridcell').allInnerTexts()).map((text) =>
        text.replace(/\s+/g, ' ').replace(' ,', ',').trim(),
      )
    expect(await marks('bin/New')).toEqual(['New', '+ added', 'rwsr-xr-x', '9 kB'])
    expect(await marks('bin/tool')).toEqual(['tool', '± changed', 'rwxr-xr-x', '2 kB'])
    expect(await marks('etc/kept')).toEqual(['kept', '= written again', 'rw-r--r--', '4 bytes'])
    expect(await marks('bin/sh')).toEqual(['sh → /bin/New, symbolic link', '+ added', 'rwxrwxrwx', ''])
    expect(await marks('bin/alias')).toEqual(['alias = bin/New, hard link', '+ added', 'rw-r--r--', ''])
    expect((await marks('dev/null'))[0]).toBe('null, character device')
    expect(await marks('etc/gone')).toEqual(['gone, deletion', '− deleted', '', '3 kB'])
    expect(await line(page, 'etc/gone').locator('s').innerText()).toBe('gone')

    await line(page, 'bin/tool').click()
    const details = page.getByTestId('layer-details')
    expect(await details.innerText()).toContain('same size (2 kB) · mode rw-r--r-- → rwxr-xr-x')
    await line(page, 'etc/gone').click()
    expect(await details.innerText()).toContain('Deletes 1 file of the layers below, 3 kB.')
    expect(await page.getByTestId('layer-save').count()).toBe(0)

    await line(page, 'bin/alias').click()
    expect((await save(page.getByTestId('layer-save'))).bytes.toString()).toBe('x'.repeat(9000))
  },
)

test('search, filter and order', async ({ page }) => {
  await give(page, 'target', layered())
  await openLayer(page, 0)
  await compared(page)
  const found = page.getByTestId('layer-found')
  const expectFound = (matches: number) => expect.poll(() => found.getAttribute('data-matches')).toBe(String(matches))

  await page.getByTestId('layer-search').fill('BIN/')
  await expectFound(4)
  expect(await lines(page)).toEqual(['bin', 'bin/New', 'bin/alias', 'bin/sh', 'bin/tool'])
  expect(await found.innerText()).toBe('4 found, 11 kB')
  expect(await found.getAttribute('role')).toBe('status')
  await page.getByTestId('layer-search').fill('nowhere')
  await expectFound(0)
  expect(await found.innerText()).toBe('No path matches.')
  await page.getByTestId('layer-search').fill('')

  await page.getByTestId('layer-filter').selectOption('deleted')
  await expectFound(2)
  expect(await lines(page)).toEqual(['cache', 'cache', 'etc', 'etc/gone'])
  await page.getByTestId('layer-filter').selectOption('changed')
  await expectFound(2)
  await page.getByTestId('layer-filter').selectOption('all')

  await page.getByTestId('layer-order').selectOption('size')
  await expect.poll(async () => (await lines(page)).slice(0, 3)).toEqual(['bin/New', 'etc/gone', 'bin/tool'])
})

test('without a mouse: open, walk the tree, search, save, close', async ({ page }) => {
  await give(page, 'target', layered())
  await page.getByTestId('open-layer').first().focus()
  await page.keyboard.press('Enter')
  await compared(page)
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
  const tabTo = async (testid: string) => {
    for (let stops = 0; stops < 20 && (await focused()) !== testid; stops++) await page.keyboard.press('Tab')
    expect(await focused()).toBe(testid)
  }
  const active = () => page.locator('[data-testid=layer-line][aria-selected=true]').getAttribute('data-path')
  const press = async (key: string, path: string) => {
    await page.keyboard.press(key)
    await expect.poll(active).toBe(path)
  }
  await tabTo('layer-list')
  expect(await active()).toBe('bin')
  expect(await line(page, 'bin').getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => line(page, 'bin').getAttribute('aria-expanded')).toBe('false')
  await press('ArrowDown', 'cache')
  await press('ArrowUp', 'bin')
  await page.keyboard.press('Enter')
  await line(page, 'bin/New').waitFor()
  await press('ArrowRight', 'bin/New')
  await press('ArrowLeft', 'bin')
  await press('End', 'etc/longer')
  await press('Home', 'bin')
  await press('PageDown', 'etc/longer')
  // The list says which line is the active one.
  const id = await page.getByTestId('layer-list').getAttribute('aria-activedescendant')
  expect(await page.locator(`#${id}`).getAttribute('data-path')).toBe('etc/longer')
  await tabTo('layer-save')
  const download = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toBe('longer')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  expect(await focused()).toBe('open-layer')
})
