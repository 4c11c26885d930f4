// What Layershed takes, as ratios against native tools in the same run. `npm run bench -- quick` for the small sizes and one
// round; `npm run bench -- opening saving` for some sections only; `npm run bench -- --write` puts the figures into docs/,
// in both languages. Nothing here fails on a time.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { measureChecking, tableOfChecking } from './checking.mjs'
import { measureCompact, pairsFolder } from './compact.mjs'
import { writeFigures } from './figures.mjs'
import { measureMemory } from './memory.mjs'
import { measureOpening } from './opening.mjs'
import { servePage, versionOf } from './page.mjs'
import { measureSaving } from './saving.mjs'
import { mib, tableOfMemory, tableOfRecipes, tableOfTimes } from './table.mjs'
import { measureUnpacking } from './unpacking.mjs'

const sections = {
  opening: { title: 'Opening and planning a plain archive', measure: measureOpening, tabled: tableOfTimes },
  saving: { title: 'Slimming and saving through the downloads', measure: measureSaving, tabled: tableOfTimes },
  unpacking: { title: 'Unpacking and planning; gzip on the way out', measure: measureUnpacking, tabled: tableOfTimes },
  memory: { title: 'Memory of the whole browser, open to saved', measure: measureMemory, tabled: tableOfMemory },
  checking: { title: 'Checking and restoring', measure: measureChecking, tabled: tableOfChecking },
  compact: { title: 'Changed layers as recipes', measure: measureCompact, tabled: tableOfRecipes },
}
/** It wants pairs of layers to be at hand. */
const usual = Object.keys(sections).filter((name) => name !== 'compact' || pairsFolder !== undefined)

const asked = process.argv.slice(2)
const quick = asked.includes('quick') || process.env['BENCH_QUICK'] === '1'
const write = asked.includes('--write')
if (write && quick) throw new Error('Figures of a quick run are none to keep: --write wants a whole one')
const named = asked.filter((argument) => argument in sections)
const folder = mkdtempSync(join(tmpdir(), 'layershed-bench-'))
// Ctrl-C leaves nothing behind either.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('SIGINT', () => process.exit(130))

const started = performance.now()
const site = await servePage()
const where = { url: site.url, folder }
try {
  const [{ model }] = cpus()
  const machine = `${cpus().length} cores (${model.trim()}), ${mib(totalmem())} memory, ${process.platform} ${release()}`
  const measuredOn = `${machine}, ${await versionOf(where)}, Node ${process.version}`
  console.log(`${measuredOn}${quick ? '; quick' : ''}`)
  if (write) writeFigures('machine', measuredOn)
  for (const name of named.length > 0 ? named : usual) {
    const { title, measure, tabled } = sections[name]
    const figures = tabled(await measure(where, quick))
    console.log(`\n${title}\n\n${figures}`)
    if (write) writeFigures(name, figures)
  }
} finally {
  await site.close()
}
console.log(`\n${Math.round((performance.now() - started) / 1000)} s in all`)
process.exit(0)
