import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect } from 'vitest'
import { base, target } from '../engines/samples'
import { fakeDocker, load } from '../fixtures/kitting'
import { ensure } from '../machine.mjs'
import { faults, give, planOf, rows, save, test } from './page'
import { stubPickers } from './pickers'
import { cells, imported, renamed, siteFile, siteOf, table, tablePlanned } from './remembered'

const missing = ensure('unzip', 'dash')
if (missing) throw new Error(missing)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layershed-kits-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const EMPTY = 'Ship'

/** Sites that have the base, one that has nothing, and an archive to be sent; the table of them is looked at. */
async function tabled(page: Page, [first, ...others]: readonly [string, ...string[]]): Promise<void> {
  await give(page, 'base', base('docker20'))
  const bytes = await siteFile(page, first)
  const empty = { ...JSON.parse(bytes.toString('utf8')), name: EMPTY, holdings: [] }
  const sites = [...(JSON.parse(renamed(bytes, others).toString('utf8')) as { sites: object[] }).sites, empty]
  await imported(page, Buffer.from(JSON.stringify({ 'layershed-sites': 1, sites })))
  await siteOf(page, EMPTY).waitFor()
  await page.keyboard.press('Escape')
  await give(page, 'target', target('docker20'))
  await planOf(rows(page))
  await page.getByTestId('site-table-shown').locator('summary').click()
  await tablePlanned(page)
  expect(await cells(page, EMPTY)).toEqual([String(readFileSync(target('docker20')).length)])
}

const allKits = (page: Page) => page.getByTestId('all-kits')
const day = () => new Date().toISOString().slice(0, 10)

const SLIM = '01-docker20-ip-server.slim.tar'
const BESIDE = ['READ ME.txt', 'SHA256SUMS', 'layershed.json', 'load.ps1', 'load.sh']

/** What others call their sites, and folders that differ on every file system. */
const hostile = [
  'a/b',
  'A:B',
  '..',
  'CON',
  '$(touch harm)',
  '镜像 ’',
  ...['1', '2'].map((end) => '长'.repeat(199) + end),
] as const

test('where no folder can be picked, one zip has a kit for each site, slim against what that one has', async ({
  page,
}) => {
  await tabled(page, hostile)
  await allKits(page).click({ trial: true })
  const { name, path } = await save(allKits(page))
  expect(name).toMatch(/^images-.*\.kit\.zip$/)
  execFileSync('unzip', ['-q', path, '-d', folder], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  const kits = readdirSync(folder)
  expect(new Set(kits.map((kit) => kit.toLowerCase())).size).toBe(hostile.length + 1)
  for (const kit of kits) {
    expect(Buffer.byteLength(kit)).toBeLessThanOrEqual(255)
    const cwd = join(folder, kit)
    const archive = kit.startsWith(EMPTY) ? '01-docker20-ip-server.tar' : SLIM
    expect(readdirSync(cwd).toSorted()).toEqual([archive, ...BESIDE].toSorted())
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd })
  }
  const record = JSON.parse(readFileSync(join(folder, `CON_-${day()}.kit`, 'layershed.json'), 'utf8'))
  expect(record).toMatchObject({ sites: ['CON'], there: [{ name: 'CON_.site.json' }], outputs: [{ whole: false }] })
  const bin = fakeDocker(mkdtempSync(join(tmpdir(), 'layershed-bin-')), {})
  const env = { PATH: [bin, process.env['PATH']].join(delimiter) }
  for (const [kit, last] of [
    [`CON_-${day()}.kit`, 'FAILED: 1 of 1 images. Nothing was loaded.'],
    [`${EMPTY}-${day()}.kit`, 'OK: all images (1) can be loaded into docker. Nothing was loaded.'],
  ] as const)
    expect(load('dash', join(folder, kit), ['--check'], env).last).toBe(last)

  await page.getByTestId('kits-deliver').click()
  for (const site of [EMPTY, 'CON']) await expect.poll(() => cells(page, site)).toEqual(['delivered'])
  await allKits(page).waitFor({ state: 'detached' })
})

/** The folders in the one that was picked, and the files in each. */
const written = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const picked = await root.getDirectoryHandle('picked')
    const found: Record<string, string[]> = {}
    for await (const [name, kit] of picked.entries())
      if (kit.kind === 'directory') {
        found[name] = []
        for await (const file of (kit as FileSystemDirectoryHandle).keys()) found[name].push(file)
        found[name].sort()
      }
    return found
  })

/** What becomes of the folder of that name, in the one that is picked. */
const stubFolder = (page: Page, name: string, fate: 'full' | 'held') =>
  page.evaluate(
    ([name, fate]) => {
      const pick = window.showDirectoryPicker!
      window.showDirectoryPicker = async (...asked) => {
        const folder = await pick(...asked)
        const get = folder.getDirectoryHandle.bind(folder)
        folder.getDirectoryHandle = async (of, options) => {
          if (of !== name || !options?.create) return get(of, options)
          if (fate === 'full') throw new DOMException('full', 'QuotaExceededError')
          await new Promise((go) => {
            addEventListener('go-on', go)
            Reflect.set(window, 'isHeld', true)
          })
          return get(of, options)
        }
        return folder
      }
    },
    [name, fate] as const,
  )

const sorted = (files: readonly string[]) => files.toSorted()

test('one site’s kit into a folder, then all: one that fails is told, the others are written', async ({ page }) => {
  await tabled(page, ['Plant 1', 'Plant 2'])
  await stubPickers(page)
  await page.getByTestId('site-column').filter({ hasText: 'Plant 1' }).getByTestId('site-kit').click()
  const one = `Plant 1-${day()}.kit`
  await page.getByText(`Written: ${one}.`).waitFor()
  expect(await written(page)).toEqual({ [one]: sorted([SLIM, ...BESIDE]) })

  await stubFolder(page, `Plant 2-${day()}.kit`, 'full')
  await allKits(page).click()
  await faults(page, 'disk-full').waitFor()
  await page.getByText('Plant 2 got no kit:').waitFor()
  const ship = `${EMPTY}-${day()}.kit`
  await page.getByText(`Written: ${one}-2, ${ship}.`).waitFor()
  expect(Object.keys(await written(page)).toSorted()).toEqual([one, `${one}-2`, ship])
  await page.getByTestId('kits-deliver').click()
  await expect.poll(() => cells(page, 'Plant 1')).toEqual(['delivered'])
  expect(await cells(page, 'Plant 2')).not.toEqual(['delivered'])
})

test('cancelled, it says which were written and which were not', async ({ page }) => {
  await tabled(page, ['Plant 1', 'Plant 2'])
  await stubPickers(page)
  await stubFolder(page, `Plant 2-${day()}.kit`, 'held')
  await allKits(page).click()
  await table(page).getByText('Kit 2 of 3: Plant 2').waitFor()
  await page.waitForFunction(() => Reflect.get(window, 'isHeld') === true)
  await table(page).getByTestId('cancel').click()
  await page.evaluate(() => dispatchEvent(new Event('go-on')))
  await page.getByText(`Written: Plant 1-${day()}.kit.`).waitFor()
  await page.getByText(`Cancelled, and not written: Plant 2, ${EMPTY}.`).waitFor()
  expect(await written(page)).toEqual({ [`Plant 1-${day()}.kit`]: sorted([SLIM, ...BESIDE]) })
})
