import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect } from 'vitest'
import { kitWords } from '../../src/messages/kit'
import { run } from '../engines/run'
import { base, sample, target } from '../engines/samples'
import { legacyArchive } from '../fixtures/docker-archives'
import { fakeDocker, load, loadsOf, type Shown } from '../fixtures/kitting'
import { diffIdOf, idOf } from '../fixtures/layers'
import { tarOf } from '../fixtures/tar'
import { ensure } from '../machine.mjs'
import { allPlanned, faults, give, planOf, rows, save, saveRow, test } from './page'
import { stubPickers } from './pickers'

const missing = ensure('unzip', 'dash', 'busybox')
if (missing) throw new Error(missing)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layershed-kit-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const kitButton = (page: Page) => page.getByTestId('kit')

/** Presses the button, and unpacks what comes: the zip's name, and the one folder that is in it. */
async function unpacked(button: Locator) {
  const { name, path } = await save(button)
  execFileSync('unzip', ['-q', path, '-d', folder], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  const [kit, ...others] = readdirSync(folder)
  expect(others).toEqual([])
  return { name, kit: join(folder, kit!), files: readdirSync(join(folder, kit!)).toSorted() }
}

const BESIDE = ['READ ME.txt', 'SHA256SUMS', 'layershed.json', 'load.ps1', 'load.sh']

/** All that is in the folder is what its list says, and shells read the script. */
function expectSound(kit: string, files: readonly string[]) {
  const checked = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: kit, encoding: 'utf8' })
  const listed = files.filter((name) => name !== 'SHA256SUMS').map((name) => `${name}: OK`)
  expect(checked.split('\n').filter(Boolean).toSorted()).toEqual(listed.toSorted())
  for (const [program, ...before] of [['dash'], ['busybox', 'ash']] as const)
    expect(run(program, [...before, '-n', join(kit, 'load.sh')])).toMatchObject({ ok: true, said: '' })
}

const A = 'sha256:a689d4a7b9a3b948785279eb9687c31ebc55dca409fc5c1cc34a4c7d020d6f8d'

/** What an engine shows of the sample once it is loaded, by its own record. */
const shownOf = (path: string): Shown => {
  const manifest = JSON.parse(execFileSync('tar', ['-xOf', path, 'manifest.json'], { encoding: 'utf8' })) as { Config: string; RepoTags: string[] }[] // prettier-ignore
  const config = execFileSync('tar', ['-xOf', path, manifest[0]!.Config], { encoding: 'utf8' })
  const { rootfs } = JSON.parse(config) as { rootfs: { diff_ids: string[] } }
  return { name: manifest[0]!.RepoTags[0]!, id: `sha256:${/[0-9a-f]{64}/.exec(manifest[0]!.Config)![0]}`, layers: rootfs.diff_ids } // prettier-ignore
}

test('a kit of one archive: its sums are right, its script loads it, and it is the archive that Save writes', async ({
  page,
}) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const alone = await saveRow(rows(page))
  const { name, kit, files } = await unpacked(kitButton(page))
  expect(name).toBe('docker20-ip-server.kit.zip')
  expect(kit).toBe(join(folder, 'docker20-ip-server.kit'))
  expect(files).toEqual(['01-docker20-ip-server.slim.tar', ...BESIDE].toSorted())
  expect(readFileSync(join(kit, files[0]!)).equals(alone.bytes)).toBe(true)
  expect(statSync(join(kit, 'load.sh')).mode & 0o111).toBe(0o111)
  expectSound(kit, files)

  const shown = shownOf(target('docker20'))
  const there = [{ name: 'renamed:1', id: `sha256:${'9'.repeat(64)}`, layers: [A] }]
  for (const [images, status, last] of [
    [[], 4, 'FAILED: 1 of 1 images. Nothing was loaded.'],
    [there, 0, 'OK: all images (1) are loaded into docker.'],
  ] as const) {
    const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), { images, brings: { [files[0]!]: [shown] } })
    const answer = load('dash', kit, [], { PATH: [bin, process.env['PATH']].join(delimiter) })
    expect([answer.status, answer.last]).toEqual([status, last])
    expect(loadsOf(bin)).toEqual(status === 0 ? [files[0]] : [])
  }
})

test('a kit of a set has what others build upon whole, and first', async ({ page }) => {
  await give(page, 'target', target('docker20'), base('docker20'))
  await allPlanned(page)
  const { name, kit, files } = await unpacked(kitButton(page))
  expect(name).toMatch(/^images-\d{4}-\d\d-\d\d\.kit\.zip$/)
  expect(files).toEqual(['01-docker20-base.tar', '02-docker20-ip-server.slim.tar', ...BESIDE].toSorted())
  expect(readFileSync(join(kit, '01-docker20-base.tar')).equals(readFileSync(base('docker20')))).toBe(true)
  expectSound(kit, files)
  const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), {
    brings: {
      '01-docker20-base.tar': [shownOf(base('docker20'))],
      '02-docker20-ip-server.slim.tar': [shownOf(target('docker20'))],
    },
  })
  const { status, lines } = load('ash', kit, [], { PATH: [bin, process.env['PATH']].join(delimiter) })
  expect([status, ...lines.slice(-3)]).toEqual([
    0,
    'sample-base:7: OK',
    'ip-server:1.0.0: OK',
    'OK: all images (2) are loaded into docker.',
  ])
  const told = readFileSync(join(kit, 'READ ME.txt'), 'utf8')
  for (const said of ['sh load.sh', 'How to load them', '如何导入', '01-docker20-base.tar'])
    expect(told).toContain(said)
})

const hostile = ["it's", '$(touch harm)', '`touch harm`', '-o harm', 'a;touch harm;', '镜像 ’', '%PATH%']

test('whatever files and images are called, the kit names them, and no shell does more', async ({ page }) => {
  const image = (tag: string, ...layers: string[]) => ({ tags: [tag], layers })
  const bytes = tarOf(legacyArchive([image('app:1;touch harm', 'A', 'B')]))
  await give(page, 'base', { name: 'base.tar', bytes: tarOf(legacyArchive([image('$(touch harm):1', 'A')])) })
  await give(page, 'target', ...hostile.map((name) => ({ name: `${name}.tar`, bytes })))
  await allPlanned(page)
  const { kit, files } = await unpacked(kitButton(page))
  expect(files).toEqual([...hostile.map((name, at) => `0${at + 1}-${name}.slim.tar`), ...BESIDE].toSorted())
  expectSound(kit, files)
  const shown = { name: 'x', id: idOf(image('app:1;touch harm', 'A', 'B')), layers: [diffIdOf('A'), diffIdOf('B')] }
  const brings = Object.fromEntries(files.map((file) => [file, [shown]]))
  const there = [{ name: 'b', id: `sha256:${'9'.repeat(64)}`, layers: [diffIdOf('A')] }]
  const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), { images: there, brings })
  const answer = load('dash', kit, [], { PATH: [bin, process.env['PATH']].join(delimiter) })
  expect([answer.status, answer.last]).toEqual([0, `OK: all images (${hostile.length}) are loaded into docker.`])
  expect(loadsOf(bin)).toHaveLength(hostile.length)
  expect(readdirSync(kit).toSorted()).toEqual(files)
})

test('a kit of a compact archive makes it whole of the old one, and says which that is', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await page.getByTestId('form').selectOption('compact')
  await expect.poll(async () => (await rows(page).first().innerText()).includes('perl restore.pl')).toBe(true)
  const { kit, files } = await unpacked(kitButton(page))
  expect(files).toEqual(['01-docker20-ip-server.compact.tar', ...BESIDE].toSorted())
  expectSound(kit, files)
  expect(readFileSync(join(kit, 'READ ME.txt'), 'utf8')).toContain('made whole of  sample-base:7')
  const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), {})
  const check = (...args: string[]) =>
    load('dash', kit, ['--check', ...args], { PATH: [bin, process.env['PATH']].join(delimiter) })
  expect(check()).toMatchObject({ status: 4, last: 'FAILED: 1 of 1 images. Nothing was loaded.' })
  expect(check('--base', base('docker20')).last).toBe(
    'OK: all images (1) can be loaded into docker. Nothing was loaded.',
  )
})

test('compact archives that travel together are one kit, made whole in their order', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'), sample('docker20-two-images.tar'))
  await page.getByTestId('together').check()
  await page.getByTestId('form').selectOption('compact')
  await allPlanned(page)
  const { kit, files } = await unpacked(kitButton(page))
  expectSound(kit, files)
  const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), {})
  const args = ['--check', '--base', base('docker20')]
  const { status, lines } = load('dash', kit, args, { PATH: [bin, process.env['PATH']].join(delimiter) })
  const [first, second] = files.filter((name) => name.endsWith('.compact.tar'))
  expect(lines).toContain(`Making ${second} whole, to see that it can be...`)
  expect([status, lines.at(-1)]).toEqual([0, 'OK: all images (3) can be loaded into docker. Nothing was loaded.'])
  expect(first).toMatch(/^01-/)
})

test('where a folder can be picked, the kit lies in one of its own', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await kitButton(page).waitFor()
  await stubPickers(page)
  await kitButton(page).click()
  await page.getByText('docker20-ip-server.kit was written.').waitFor()
  const names = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const kit = await (await root.getDirectoryHandle('picked')).getDirectoryHandle('docker20-ip-server.kit')
    const found: string[] = []
    for await (const name of kit.keys()) found.push(name)
    return found
  })
  expect(names.toSorted()).toEqual(['01-docker20-ip-server.slim.tar', ...BESIDE].toSorted())
})

test('a file that is another by now is told', async ({ page }) => {
  const path = join(folder, 'app.tar')
  const bytes = readFileSync(target('docker20'))
  writeFileSync(path, bytes)
  await give(page, 'base', base('docker20'))
  await give(page, 'target', path)
  await planOf(rows(page))
  await kitButton(page).waitFor()
  writeFileSync(path, bytes.subarray(0, 2000))
  await kitButton(page).click()
  await faults(page, 'changed-on-disk').waitFor()
})

test('the record tells inputs and outputs by their sums, prints, and is opened again', async ({ open }) => {
  const page = await open({ locale: 'zh-CN' })
  await give(page, 'base', base('docker20'))
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  const sumOf = (path: string) => execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64)
  const alone = await saveRow(rows(page))
  const json = await save(page.getByTestId('record'))
  expect(json.name).toBe('docker20-ip-server.record.json')
  expect(JSON.parse(json.bytes.toString())).toMatchObject({
    'layershed-record': 1,
    form: 'universal',
    sites: [],
    there: [{ name: 'docker20-base.tar', sha256: sumOf(base('docker20')) }],
    inputs: [{ name: 'docker20-ip-server.tar', sha256: sumOf(target('docker20')) }],
    outputs: [{ name: '01-docker20-ip-server.slim.tar', sha256: sumOf(alone.path), images: ['ip-server:1.0.0'], leftOut: [{ diffId: A }] }], // prettier-ignore
  })
  const html = await save(page.getByTestId('record-html'))
  expect(html.name).toBe('docker20-ip-server.record.html')
  expect(html.bytes.toString()).toContain(kitWords['zh-CN'].title)

  const shown = page.getByTestId('record-shown')
  await give(page, 'base', { name: 'cut.record.json', bytes: json.bytes.subarray(0, 300) })
  await shown.getByText(kitWords['zh-CN'].noRecord('cut.record.json')).waitFor()
  await page.keyboard.press('Escape')
  await shown.waitFor({ state: 'detached' })
  await give(page, 'target', { name: json.name, bytes: json.bytes })
  await shown.getByText(sumOf(alone.path)).waitFor()
  await shown.getByText('01-docker20-ip-server.slim.tar').waitFor()
  await page.keyboard.press('Escape')
  await shown.waitFor({ state: 'detached' })
  // It is nothing to plan with.
  expect(await rows(page).count()).toBe(1)
  expect(await page.getByTestId('error').count()).toBe(0)
})

test('what was brought to a site can be had as CSV and as JSON, and needs no kit any more', async ({ page }) => {
  await give(page, 'base', base('docker20'))
  await page.getByTestId('sites').click()
  await page.getByTestId('site-name').fill('Plant 7')
  await page.getByTestId('site-keep').click()
  await page.getByTestId('site').waitFor()
  await page.keyboard.press('Escape')
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await saveRow(rows(page))
  await kitButton(page).waitFor()
  await page.getByTestId('deliver').click()
  await page.getByTestId('delivered').waitFor()
  await kitButton(page).waitFor({ state: 'detached' })
  await page.getByTestId('sites').click()
  await page.getByTestId('site').getByText('1 delivery').click()
  const csv = await save(page.getByTestId('deliveries-csv'))
  expect([csv.name, csv.bytes.toString().split('\r\n').length]).toEqual(['Plant 7.deliveries.csv', 3])
  const json = await save(page.getByTestId('deliveries-json'))
  expect(JSON.parse(json.bytes.toString())).toMatchObject({
    site: 'Plant 7',
    deliveries: [{ images: ['ip-server:1.0.0'] }],
  })
})
