import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { layerPath, writeArchive, writeBase } from './archives.mjs'
import { incompressible } from './bytes.mjs'
import { compare, shell } from './measure.mjs'
import { giveBase, planTarget, saveTarget, withBrowser } from './page.mjs'

const LAYERS = 50

/** An archive of real bytes, slimmed and saved through the browser's downloads, beside cp and beside the way by hand. */
export async function measureSaving(where, quick) {
  const size = quick ? 256e6 : 1e9
  const name = quick ? '256 MB' : '1 GB'
  const target = join(where.folder, 'target.tar')
  writeArchive(target, { layers: LAYERS, layerSize: Math.round(size / LAYERS), fill: incompressible() })
  const rows = []
  for (const shed of [40, 10]) rows.push(...(await measureOne(where, target, shed, name, quick ? 1 : 3)))
  rmSync(target)
  return rows
}

async function measureOne(where, target, shed, name, rounds) {
  const base = join(where.folder, 'base.tar')
  const slim = join(where.folder, 'slim.tar')
  const copy = join(where.folder, 'copy.tar')
  writeBase(base, shed)
  const what = `${name}, ${shed} of ${LAYERS} layers shed`
  return withBrowser(where, async ({ open }) => {
    // What the page saved in the last round, set aside for cp; the first round has none before it.
    const last = await savedOnce(open, base, target, shed, slim)
    const whole = await compare(`open, plan, save: ${what}`, rounds, {
      page: async () => (await savedOnce(open, base, target, shed)).all,
      'by hand (tar x, empty, tar c)': () => byHand(where.folder, target, shed),
      'cp of the whole file': () => copied(target, copy),
    })
    const saving = await compare(`save alone: ${what}`, rounds, {
      page: async () => (await savedOnce(open, base, target, shed)).saving,
      [`cp of the same ${Math.round(last.kept / 1e6)} MB`]: () => copied(slim, copy),
    })
    rmSync(slim)
    return [...whole, ...saving]
  })
}

/** Opens, plans and saves in a fresh page. */
async function savedOnce(open, base, target, shed, setAside) {
  const page = await open()
  await giveBase(page, base)
  const planning = await planTarget(page, target, shed)
  const { seconds, path, kept, remove } = await saveTarget(page)
  if (setAside) copyFileSync(path, setAside)
  await remove()
  return { all: planning + seconds, saving: seconds, kept }
}

function copied(from, to) {
  const seconds = shell(`cp --reflink=never ${from} ${to}`)
  rmSync(to)
  return seconds
}

/** Unpack the archive, empty the layers that the other side has, pack it again. */
function byHand(folder, target, shed) {
  const unpacked = join(folder, 'by-hand')
  mkdirSync(unpacked)
  const layers = Array.from({ length: shed }, (_, layer) => layerPath(layer)).join(' ')
  const seconds = shell(
    `cd ${unpacked}; tar xf ${target}; for layer in ${layers}; do : > $layer; done; tar cf ${folder}/by-hand.tar *`,
  )
  rmSync(unpacked, { recursive: true })
  rmSync(join(folder, 'by-hand.tar'))
  return seconds
}
