import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combine, type HostMode } from '../../../../src/core/destination/destination'
import { holdingOfArchive, type Holding } from '../../../../src/core/destination/holding'
import { holdingsOf } from '../../../../src/core/destination/inventory/join'
import { open } from '../../../../src/core/job/open'
import { holdingAfter } from '../../../../src/core/job/batch'
import { recordOf, siteOf, siteText, type SiteRecord } from '../../../../src/core/destination/site'
import { planOf, slim } from '../../../../src/core/job/slim'
import type { FormId } from '../../../../src/core/form/form-id'
import { ChainEngine, DigestEngine } from '../../../fixtures/engines'
import { bytesOfBlob, faultOf, openArchive, openInventory, openSample, sampleFile } from '../../../fixtures/opening'
import { bytesOfSpec, fileOfSpec, scenario, type ArchiveSpec } from '../../../fixtures/scenarios'

const KEPT = '2026-11-24T09:00:00.000Z'

const siteFrom = (holdings: readonly Holding[], name = 'Plant 7', mode: HostMode = 'one-host') =>
  siteOf(name, KEPT, mode, holdings, [])

const fileOfSite = (site: unknown, name = 'plant-7.site.json') =>
  new File([typeof site === 'string' ? site : siteText(site as SiteRecord)], name)

/** As the page reads it, from the file that it exports. */
async function holdingsFrom(site: SiteRecord): Promise<readonly Holding[]> {
  const opened = await open(fileOfSite(site))
  if (opened.kind !== 'site') throw new Error('not taken for a site')
  expect(opened.site.record).toEqual(site)
  return opened.site.holdings
}

const holdingsOfSpecs = async (specs: readonly ArchiveSpec[]) =>
  (await Promise.all(specs.map(fileOfSpec).map(openArchive))).map(holdingOfArchive)

test('a site plans as the files do that it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), fc.constantFrom<FormId>('universal', 'as-is'), async ({ bases, target }, form) => {
      const archive = await openArchive(fileOfSpec(target))
      const holdings = await holdingsOfSpecs(bases)
      const kept = await holdingsFrom(siteFrom(holdings))
      const plan = (known: readonly Holding[]) => planOf({ archive, destination: combine(known, 'one-host'), form })
      expect(plan(kept)).toEqual(plan(holdings))
    }),
    { numRuns: 150 },
  )
})

test('what was delivered counts: the next archive for the site, planned on the site alone, loads on any engine', async () => {
  await fc.assert(
    fc.asyncProperty(fc.record({ first: scenario(), second: scenario() }), async ({ first, second }) => {
      const engines = { chain: new ChainEngine(), digest: new DigestEngine() }
      for (const base of first.bases) for (const engine of Object.values(engines)) engine.load(bytesOfSpec(base))
      let site = siteFrom(await holdingsOfSpecs(first.bases))
      for (const spec of [first.target, second.target]) {
        const destination = combine(await holdingsFrom(site), 'one-host')
        const { bytes, holding } = await carried(spec, destination, 'universal')
        engines.chain.load(bytes)
        engines.digest.load(bytes)
        expect(engines.digest.faults(bytes)).toEqual([])
        site = delivered(site, holding)
      }
    }),
    { numRuns: 150 },
  )
})

test('and after archives sent as they are, to an engine that takes them', async () => {
  const form = fc.constantFrom<FormId>('universal', 'as-is')
  await fc.assert(
    fc.asyncProperty(scenario(), scenario(), fc.tuple(form, form), async (first, second, forms) => {
      const engine = new ChainEngine()
      for (const base of first.bases) engine.load(bytesOfSpec(base))
      let site = siteFrom(await holdingsOfSpecs(first.bases))
      for (const [at, spec] of [first.target, second.target].entries()) {
        const { bytes, holding } = await carried(spec, combine(await holdingsFrom(site), 'one-host'), forms[at]!)
        engine.load(bytes)
        site = delivered(site, holding)
      }
    }),
    { numRuns: 150 },
  )
})

async function carried(spec: ArchiveSpec, destination: ReturnType<typeof combine>, form: FormId) {
  const archive = await openArchive(fileOfSpec(spec))
  const job = { archive, destination, form }
  const plan = planOf(job)
  return { bytes: await bytesOfBlob(await slim(job, plan)), holding: holdingAfter(archive, plan, destination) }
}

const delivered = (site: SiteRecord, holding: Holding): SiteRecord => ({
  ...site,
  deliveries: [...site.deliveries, { id: 'a', date: KEPT, file: 'app.slim.tar', holding: recordOf(holding) }],
})

test('an inventory’s kind of store is remembered with it', async () => {
  const text = await (await sampleFile('docker20-inventory.json')).text()
  const [holding] = holdingsOf([await openInventory(text)])
  const [kept] = await holdingsFrom(siteFrom([holding!]))
  expect(kept).toMatchObject({ source: 'inventory', store: 'classic', name: 'Plant 7' })
  expect(kept!.images).toEqual(holding!.images)
})

describe('where several sites are picked', () => {
  const planFor = async (sites: readonly SiteRecord[], mode: HostMode, loose: readonly Holding[] = []) => {
    const archive = await openSample('docker20-ip-server.tar')
    const holdings = [...loose, ...(await Promise.all(sites.map(holdingsFrom))).flat()]
    return planOf({ archive, destination: combine(holdings, mode), form: 'universal' }).shed.size
  }
  const siteOfSample = async (name: string, sample: string) =>
    siteFrom([holdingOfArchive(await openSample(sample))], name)

  test('only what each of them has may go, though their files are archives', async () => {
    const sites = [
      await siteOfSample('Plant 7', 'docker20-ip-server.tar'),
      await siteOfSample('Ship', 'docker20-base.tar'),
    ]
    expect(await planFor(sites, 'one-host')).toBe(2)
    expect(await planFor(sites, 'every-host')).toBe(1)
  })

  test('an archive that is no site’s counts for all of them', async () => {
    const sites = [await siteOfSample('Plant 7', 'docker20-base.tar'), siteFrom([], 'Ship')]
    const loose = [holdingOfArchive(await openSample('docker20-ip-server.tar'))]
    expect(await planFor(sites, 'every-host', loose)).toBe(2)
  })
})

describe('a file that says it is a site, and is none, is refused by the place where it is wrong', () => {
  const layer = { diffId: `sha256:${'a'.repeat(64)}` }
  const image = { name: 'base:1', tags: ['base:1'], platform: { os: 'linux', architecture: 'amd64' }, layers: [layer] }
  const holding = { name: 'base.tar', source: 'archive', store: 'unknown', images: [image] }
  const delivery = { id: 'a', date: KEPT, file: 'a.slim.tar', holding }
  const site = {
    'layershed-site': 1,
    name: 'Plant 7',
    updated: KEPT,
    mode: 'one-host',
    holdings: [holding],
    deliveries: [delivery],
  }
  const withImage = (change: object) => ({ ...site, holdings: [{ ...holding, images: [{ ...image, ...change }] }] })

  test('whole, it is taken', async () => expect(await faultOf(open(fileOfSite(site)))).toBeUndefined())

  test.each<readonly [place: string, site: unknown]>([
    ['JSON', '{"layershed-site": 1, "name"'],
    ['layershed-site', { ...site, 'layershed-site': 2 }],
    ['name', { ...site, name: 7 }],
    ['name', { ...site, name: '   ' }],
    ['name', { ...site, name: 'a'.repeat(201) }],
    ['updated', { ...site, updated: 'soon' }],
    ['mode', { ...site, mode: 'all' }],
    ['holdings', { ...site, holdings: {} }],
    ['holdings[0]', { ...site, holdings: [null] }],
    ['holdings[0].source', { ...site, holdings: [{ ...holding, source: 'hearsay' }] }],
    ['holdings[0].store', { ...site, holdings: [{ ...holding, store: '__proto__' }] }],
    ['holdings[0].images[0].tags', withImage({ tags: [1] })],
    ['holdings[0].images[0].platform', withImage({ platform: 'linux' })],
    ['holdings[0].images[0].layers[0].diffId', withImage({ layers: [{ diffId: 'sha256:abc' }] })],
    ['holdings[0].images[0].layers[0].blob', withImage({ layers: [{ ...layer, blob: { digest: 1, size: -1 } }] })],
    ['holdings[0].images[0].layers', withImage({ layers: Array(10_001).fill(layer) })],
    ['deliveries[0].date', { ...site, deliveries: [{ ...delivery, date: '' }] }],
    ['deliveries[0].holding', { ...site, deliveries: [{ ...delivery, holding: undefined }] }],
  ])('%s', async (place, wrong) => {
    expect(await faultOf(open(fileOfSite(wrong)))).toMatchObject({
      code: 'bad-site',
      facts: { file: 'plant-7.site.json', entry: place },
    })
  })
})
