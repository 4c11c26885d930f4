import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compare, shell } from './measure.mjs'
import { withBrowser } from './page.mjs'
import { memoryOf } from './processes.mjs'
import { mib, tableOfTimes } from './table.mjs'
import { TarFile } from './tar.mjs'

const MEBIBYTE = 2 ** 20
const BLOCK = 512

/** A whole archive checked and a slim one restored, beside what sha256sum and cp take for the same bytes; and the memory of both. */
export async function measureChecking(where, quick) {
  const size = (quick ? 256 : 4096) * MEBIBYTE
  const rounds = quick ? 1 : 3
  const rows = []
  // A layer is hashed by one worker.
  for (const layers of [1, 8]) rows.push(...(await checked(where, size, layers, rounds)))
  return [...rows, ...(await restored(where, size, 8, rounds))]
}

export const tableOfChecking = (rows) =>
  [
    tableOfTimes(rows),
    '',
    ...rows.flatMap(({ what, above }) => (above === undefined ? [] : [`${what}: ${mib(above)} above the idle page.`])),
  ].join('\n')

async function checked(where, size, layers, rounds) {
  const path = join(where.folder, 'whole.tar')
  writeArchive(path, layersOf(size, layers))
  const rows = await withBrowser(where, async ({ open, profile }) => {
    const check = () => checkOnce(open, path)
    const times = await compare(`check: ${mib(size)}, ${layers === 1 ? 'one worker' : 'two workers'}`, rounds, {
      page: check,
      sha256sum: () => shell(`sha256sum ${path} > /dev/null`),
    })
    await open()
    const { idle, peak } = await memoryOf(profile, check)
    return times.map((row) => ({ ...row, above: peak - idle }))
  })
  rmSync(path)
  return rows
}

async function checkOnce(open, path) {
  const page = await open()
  await page.getByTestId('base-input').setInputFiles(path)
  const button = page.getByTestId('check')
  await button.waitFor()
  await settled(page)
  const started = performance.now()
  await button.click()
  await page.locator('[data-testid=check-report][data-verdict=whole]').waitFor()
  return (performance.now() - started) / 1000
}

/** A first visit also lays everything up for offline use, which takes as long as checking a small archive. */
const settled = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))

/** All but the last layer come back from the base; what the slim archive holds itself is hashed, too. */
async function restored(where, size, count, rounds) {
  const [base, slim, copy] = ['base.tar', 'app.slim.tar', 'copy.tar'].map((name) => join(where.folder, name))
  const layers = layersOf(size, count)
  writeArchive(base, layers)
  writeArchive(slim, layers, count - 1)
  const rows = await withBrowser(where, async ({ open, profile }) => {
    const restore = () => restoreOnce(open, base, slim)
    const times = await compare(`restore: ${mib(size)}`, rounds, {
      page: restore,
      'cp and sha256sum': () => {
        const seconds = shell(`cp --reflink=never --sparse=never ${base} ${copy}; sha256sum ${copy} > /dev/null`)
        rmSync(copy)
        return seconds
      },
    })
    await open()
    const { idle, peak } = await memoryOf(profile, restore)
    return times.map((row) => ({ ...row, above: peak - idle }))
  })
  for (const path of [base, slim]) rmSync(path)
  return rows
}

async function restoreOnce(open, base, slim) {
  const page = await open()
  await page.getByTestId('base-input').setInputFiles(base)
  await page.getByTestId('fingerprint').waitFor()
  await page.getByTestId('target-input').setInputFiles(slim)
  const button = page.getByTestId('restore')
  await button.waitFor()
  await settled(page)
  const started = performance.now()
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  await download.path()
  const seconds = (performance.now() - started) / 1000
  await download.delete()
  return seconds
}

/** Of zeros, so that they are holes on disk; each half as long as the one before, the last as long as that, and a block more. */
const layersOf = (size, count) =>
  Array.from({ length: count }, (_, at) => {
    const share = size / 2 ** Math.min(at + 1, count - 1)
    const length = Math.floor(share / BLOCK) * BLOCK + at * BLOCK
    return { path: `${at}/layer.tar`, length, diffId: `sha256:${sumOfZeros(length)}` }
  })

function sumOfZeros(length) {
  const zeros = Buffer.alloc(MEBIBYTE)
  const hash = createHash('sha256')
  for (let left = length; left > 0; left -= MEBIBYTE) hash.update(zeros.subarray(0, Math.min(left, MEBIBYTE)))
  return hash.digest('hex')
}

/** @param emptied how many layers, from the bottom up, lack their bytes. */
function writeArchive(path, layers, emptied = 0) {
  const tar = new TarFile(path)
  const rootfs = { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) }
  tar.file('config.json', JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs }))
  const Layers = layers.map((layer) => layer.path)
  tar.file('manifest.json', JSON.stringify([{ Config: 'config.json', RepoTags: ['bench:1'], Layers }]))
  for (const [at, { path: name, length }] of layers.entries()) tar.hole(name, at < emptied ? 0 : length)
  tar.close()
}
