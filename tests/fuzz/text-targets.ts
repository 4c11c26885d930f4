import { readFileSync } from 'node:fs'
import { combine } from '../../src/core/destination/destination'
import { holdingOfArchive } from '../../src/core/destination/holding'
import { holdingsOf } from '../../src/core/destination/inventory/join'
import { siteOf, siteText, type SiteRecord } from '../../src/core/destination/site'
import { open } from '../../src/core/job/open'
import { secondLook } from '../../src/core/job/second-look'
import { planOf } from '../../src/core/job/slim'
import { viewOf } from '../../src/core/view/file-view'
import { report } from '../../src/core/view/report'
import { config, inspect } from '../fixtures/inspects'
import { manifestOf } from '../fixtures/oci-archives'
import { openArchive, openInventory } from '../fixtures/opening'
import { fileOf, tarOf, utf8, type Bytes } from '../fixtures/tar'
import { legacyArchive } from '../fixtures/docker-archives'
import { mutatedBytes } from './bytes'
import type { Chance } from './chance'
import { mutatedJson } from './json'
import { attempt } from './property'

const target = tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A', 'B', 'C'] }]))

const fixture = (name: string): unknown => JSON.parse(readFileSync(`tests/fixtures/${name}`, 'utf8'))

/** What commands print, whole and as filters leave it. */
const printed: readonly (() => unknown)[] = [
  () => [inspect('A'), inspect('AB', { GraphDriver: { Name: 'overlay2' } })],
  () => [inspect('ABC', { NamesHistory: ['x:1'], Digest: null })],
  () => config('AB'),
  () => JSON.parse(new TextDecoder().decode(manifestOf({ tags: [], layers: ['A', 'B'] }))),
  () => ({ name: 'a:1', layers: inspect('AB').RootFS.Layers }),
  () => ({
    status: { id: inspect('A').Id, repoTags: ['a:1'] },
    info: JSON.stringify({ info: { imageSpec: config('A') } }),
  }),
  () => ({ 'app:1': inspect('A').RootFS.Layers, list: [{ OCIv1: config('B'), FromImage: 'x' }] }),
  () => fixture('docker20-base.inspect.json'),
  () => fixture('docker28-containerd-base.inspect.json'),
  () => fixture('podman4-base.inspect.json'),
]

export async function inventoryTarget(chance: Chance): Promise<string> {
  let json = chance.one(printed)()
  for (let left = chance.below(3); left > 0; left--) json = mutatedJson(json, chance)
  const file = fileOf(written(JSON.stringify(json, undefined, chance.below(2)) ?? '', chance), 'inspect.json')
  return plannedWith(file)
}

/** As terminals and shells leave it. */
function written(text: string, chance: Chance): Bytes {
  const noisy = chance.one([
    text,
    text,
    `WARNING: x\n${text}`,
    `${text}\n${text}`,
    `[${text},${text}]`,
    `${text}{}`,
    text.replace(/.{80}/g, '$&\n'),
    text.replace(/^/gm, '> '),
    `<html>${text}`,
    `\ufeff${text}`,
  ])
  const coloured = chance.in(6) ? noisy.replaceAll('"', '\u001b[1;32m"') : noisy
  const bytes = chance.in(8) ? new Uint8Array(Buffer.from(`\ufeff${coloured}`, 'utf16le')) : utf8(coloured)
  return chance.in(3) && bytes.length > 0 ? mutatedBytes(bytes, chance) : bytes
}

async function plannedWith(file: File): Promise<string> {
  const opened = await attempt(() =>
    open(file).catch(async (thrown: unknown) => {
      throw await secondLook(thrown, file)
    }),
  )
  if (opened.code !== undefined) return opened.code
  if (opened.made.kind === 'choice') return opened.made.kind
  structuredClone(viewOf(opened.made))
  if (opened.made.kind === 'archive' || opened.made.kind === 'compact') return opened.made.kind
  const holdings = opened.made.kind === 'site' ? opened.made.site.holdings : holdingsOf([opened.made.inventory])
  const archive = await openArchive(fileOf(target))
  const said = [holdings.flatMap(({ images }) => images.map(({ layers }) => layers.length)).join()]
  for (const mode of ['one-host', 'every-host'] as const) {
    const job = { archive, destination: combine(holdings, mode), form: 'universal' as const }
    const told = await report(job, planOf(job))
    structuredClone(told)
    said.push(`${told.verdict.kind} ${told.keptBytes}`)
  }
  return said.join(' ')
}

let known: Promise<SiteRecord> | undefined

export async function siteTarget(chance: Chance): Promise<string> {
  let json: unknown = await (known ??= record())
  for (let left = chance.below(3); left > 0; left--) json = mutatedJson(json, chance)
  const text = chance.in(2) ? siteText(json as SiteRecord) : JSON.stringify(json)
  const bytes = utf8(text ?? '')
  return plannedWith(fileOf(chance.in(5) && bytes.length > 0 ? mutatedBytes(bytes, chance) : bytes, 'shop.json'))
}

async function record(): Promise<SiteRecord> {
  const archive = holdingOfArchive(
    await openArchive(fileOf(tarOf(legacyArchive([{ tags: ['base:1'], layers: ['A', 'B'] }])))),
  )
  const [inventory] = holdingsOf([await openInventory(JSON.stringify([inspect('AB'), inspect('C')]))])
  const { holdings } = siteOf('shop', '2026-01-01T00:00:00Z', 'one-host', [archive, inventory!], [])
  const deliveries = [{ id: 'x', date: '2026-01-02T00:00:00Z', file: 'a.tar', holding: holdings[0]! }]
  return { ...siteOf('shop', '2026-01-01T00:00:00Z', 'every-host', [archive, inventory!], []), deliveries }
}
