import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive, writeBase } from './archives.mjs'
import { compressible } from './bytes.mjs'
import { compare, shell } from './measure.mjs'
import { bytesOf, formats, writePacked } from './packed.mjs'
import { giveBase, planTarget, saveTarget, withBrowser } from './page.mjs'
import { mib } from './table.mjs'

const LAYERS = { all: 50, base: 10 }

/** Packed archives, from giving the file to its plan; the plain bytes are kept on disk, as the native ways keep them. */
export async function measureUnpacking(where, quick) {
  const base = join(where.folder, 'base.tar')
  writeBase(base, LAYERS.base)
  const rows = await withBrowser(where, async ({ open }) => {
    const rows = []
    for (const format of ['gzip', 'gzip, 4 members', 'zstd', 'xz', 'bzip2'])
      rows.push(...(await measureFormat(where.folder, open, base, format, quick)))
    rows.push(...(await measureGzipOut(where.folder, open, base, quick)))
    return rows
  })
  rmSync(base)
  return rows
}

async function measureFormat(folder, open, base, format, quick) {
  const bytes = bytesOf(format, quick)
  const packed = writePacked(folder, format, { layers: LAYERS.all, bytes })
  const { unpack } = formats[format]
  const plain = join(folder, 'plain.tar')
  const rows = await compare(`${format}, ${mib(bytes)}`, quick || format === 'bzip2' ? 1 : 3, {
    page: async () => planTarget(await withBase(open, base), packed, LAYERS.base),
    [`${unpack} > file; tar t`]: () => shell(`${unpack} < ${packed} > ${plain}; tar tf ${plain} > /dev/null`),
    [`${unpack}, piped to tar t`]: () => shell(`${unpack} < ${packed} | tar t > /dev/null`),
  })
  rmSync(plain)
  rmSync(packed)
  return rows
}

async function measureGzipOut(folder, open, base, quick) {
  const bytes = bytesOf('gzip', quick)
  const target = join(folder, 'target.tar')
  const slim = join(folder, 'slim.tar')
  writeArchive(target, { layers: LAYERS.all, layerSize: Math.round(bytes / LAYERS.all), fill: compressible() })
  const { kept } = await saved(open, base, target, false, slim)
  const rows = await compare(`save, gzipped: ${mib(kept)}`, quick ? 1 : 3, {
    page: async () => (await saved(open, base, target, true)).seconds,
    'gzip < file > file': () => shell(`gzip < ${slim} > ${slim}.gz`),
  })
  for (const file of [target, slim, `${slim}.gz`]) rmSync(file)
  return rows
}

async function saved(open, base, target, compress, setAside) {
  const page = await withBase(open, base)
  await planTarget(page, target, LAYERS.base)
  if (compress) await page.getByTestId('compress').check()
  const { seconds, path, kept, remove } = await saveTarget(page)
  if (setAside) copyFileSync(path, setAside)
  await remove()
  return { seconds, kept }
}

async function withBase(open, base) {
  const page = await open()
  await giveBase(page, base)
  return page
}
