import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive, writeBase } from './archives.mjs'
import { compare, shell } from './measure.mjs'
import { giveBase, planTarget, withBrowser } from './page.mjs'

const GB = 1e9
const LAYERS = { all: 50, base: 40 }

/** Many small files: 190 MB of them, and the same number 80 kB apart, where reading all would be the whole file. */
const DENSE = { count: 50_000, size: 3072 }
const SPREAD = { count: 50_000, size: 80_000 }

const cases = (quick) => [
  { what: '100 MB, 200 entries', bytes: 0.1 * GB, tools: ['cat', 'sha256sum'] },
  { what: '1 GB, 200 entries', bytes: GB, tools: ['cat'] },
  { what: '8 GB, 200 entries', bytes: 8 * GB, tools: quick ? [] : ['cat'] },
  { what: '190 MB, 50,000 entries', bytes: 1e7, extras: DENSE, tools: ['cat', 'sha256sum'] },
  ...(quick ? [] : [{ what: '4 GB, 50,000 entries', bytes: 1e7, extras: SPREAD, tools: ['cat'] }]),
]

/** From giving a file to its plan. The archives' payloads are holes: nothing here should read them. */
export async function measureOpening(where, quick) {
  const base = join(where.folder, 'base.tar')
  writeBase(base, LAYERS.base)
  const rows = await withBrowser(where, async ({ open }) => {
    const rows = []
    for (const { what, bytes, extras, tools } of cases(quick)) {
      const target = join(where.folder, 'target.tar')
      writeArchive(target, { layers: LAYERS.all, layerSize: Math.round(bytes / LAYERS.all), extras })
      const ways = { page: () => opened(open, base, target), 'tar tf': () => shell(`tar tf ${target} > /dev/null`) }
      for (const tool of tools) ways[tool] = () => shell(`${tool} ${target} > /dev/null`)
      rows.push(...(await compare(what, quick ? 1 : 3, ways)))
      rmSync(target)
    }
    return rows
  })
  rmSync(base)
  return rows
}

async function opened(open, base, target) {
  const page = await open()
  await giveBase(page, base)
  return planTarget(page, target, LAYERS.base)
}
