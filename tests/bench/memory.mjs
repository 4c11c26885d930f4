import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive, writeBase } from './archives.mjs'
import { shell } from './measure.mjs'
import { bytesOf, writePacked } from './packed.mjs'
import { giveBase, planTarget, saveTarget, withBrowser } from './page.mjs'
import { memoryOf } from './processes.mjs'
import { mib } from './table.mjs'

const LAYERS = { all: 50, base: 10 }
const GB = 1e9

/** The browser's memory while it opens, plans and saves, above what it holds with the page open and idle. */
export async function measureMemory(where, quick) {
  const big = quick ? GB : 4 * GB
  const name = `${big / GB} GB`
  const base = join(where.folder, 'base.tar')
  writeBase(base, LAYERS.base)
  const plain = join(where.folder, 'plain.tar')
  writeArchive(plain, { layers: LAYERS.all, layerSize: Math.round(big / LAYERS.all) })
  const rows = [await measureOne(where, `plain, ${name}`, base, plain)]
  shell(`gzip -1 < ${plain} > ${plain}.gz`)
  rmSync(plain)
  rows.push(await measureOne(where, `gzip, ${name}`, base, `${plain}.gz`))
  rmSync(`${plain}.gz`)
  for (const format of ['gzip', 'gzip, 4 members', 'zstd', 'zstd, 128 MiB window', 'xz', 'bzip2']) {
    const bytes = bytesOf(format, quick)
    const packed = writePacked(where.folder, format, { layers: LAYERS.all, bytes })
    rows.push(await measureOne(where, `${format}, ${mib(bytes)}`, base, packed))
    rmSync(packed)
  }
  rows.push(await measureGzipOut(where, base, bytesOf('gzip', quick)))
  rmSync(base)
  return rows
}

async function measureGzipOut(where, base, bytes) {
  const packed = writePacked(where.folder, 'zstd', { layers: LAYERS.all, bytes })
  const plain = `${packed}.plain`
  shell(`zstd -qdc < ${packed} > ${plain}`)
  const row = await measureOne(where, `plain, ${mib(bytes)}, gzipped on the way out`, base, plain, true)
  for (const file of [packed, plain]) rmSync(file)
  return row
}

async function measureOne(where, what, base, target, compress = false) {
  return withBrowser(where, async ({ open, profile }) => {
    const page = await open()
    const memory = await memoryOf(profile, async () => {
      await giveBase(page, base)
      await planTarget(page, target, LAYERS.base)
      if (compress) await page.getByTestId('compress').check()
      const { remove } = await saveTarget(page)
      await remove()
    })
    return { what, ...memory }
  })
}
