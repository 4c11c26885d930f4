import fc from 'fast-check'
import { expect, test } from 'vitest'
import { report } from '../../../../src/core/view/report'
import { carried, codesOf, faultsWith } from '../../../fixtures/carried'
import { craneArchive } from '../../../fixtures/docker-archives'
import { ChainEngine, DigestEngine } from '../../../fixtures/engines'
import { digestOf, hexOf, layerTar, packed } from '../../../fixtures/layers'
import { blobMember, describe as described, imageBlobs, indexJson, MANIFEST_TYPE, manifestOf, nameAnnotations, unique } from '../../../fixtures/oci-archives' // prettier-ignore
import { destinationOf, slimmed } from '../../../fixtures/opening'
import { readTar, withoutBody } from '../../../fixtures/read-tar'
import { bytesOfSpec, fileOfSpec, layoutNames, scenario, type Scenario } from '../../../fixtures/scenarios'
import { fileOf, tarOf, utf8, type Member } from '../../../fixtures/tar'

const packings = ['tar', 'gzip', 'gzip-0', 'zstd'] as const
const layerDigests = new Set(
  ['A', 'B', 'C', 'D'].flatMap((letter) => packings.map((packing) => digestOf(packed(letter, packing)))),
)

function storeWith({ bases }: Scenario): DigestEngine {
  const store = new DigestEngine()
  for (const base of bases) store.load(bytesOfSpec(base))
  return store
}

function faultsOf(given: Scenario, bytes: Uint8Array): string[] {
  const store = storeWith(given)
  store.load(bytes)
  return store.faults(bytes)
}

const slimOf = async ({ bases, target }: Scenario) =>
  slimmed(fileOfSpec(target), await destinationOf(bases.map(fileOfSpec)), 'universal')

test('whatever was loaded before, every blob that a listed manifest names is there and whole', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const { bytes } = await slimOf(given)
      expect(faultsOf(given, bytes)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

/** crane's archives name no digest that could be trusted: the store may hold more than is known of it. */
test('nothing is kept that neither a chain nor a digest asks for', async () => {
  const trusted = layoutNames.filter((name) => name !== 'crane')
  await fc.assert(
    fc.asyncProperty(scenario(trusted), async (given) => {
      const { bytes } = await slimOf(given)
      for (const entry of readTar(bytes)) {
        if (!layerDigests.has(digestOf(entry.body))) continue
        const emptied = withoutBody(bytes, entry)
        expect(faultsOf(given, emptied).length > 0 || chainsFail(given, emptied), entry.name).toBe(true)
      }
    }),
    { numRuns: 120 },
  )
})

function chainsFail({ bases }: Scenario, bytes: Uint8Array): boolean {
  const engine = new ChainEngine()
  for (const base of bases) engine.load(bytesOfSpec(base))
  try {
    engine.load(bytes)
  } catch {
    return true
  }
  return false
}

test('the size is foretold to the byte, before anything is hashed', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (given) => {
      const { job, plan, output } = await slimOf(given)
      const { verdict, keptBytes, totalBytes } = await report(job, plan)
      expect(keptBytes).toBe(verdict.kind === 'ready' ? output.size : totalBytes)
    }),
    { numRuns: 120 },
  )
})

test('the model itself notices a blob that is held under another digest only', async () => {
  const target = {
    layout: 'containerd store',
    images: [{ tags: ['a:1'], layers: ['A'] }],
    dotted: false,
    order: 0,
  } as const
  const given: Scenario = {
    bases: [{ ...target, images: [{ tags: ['b:1'], layers: ['A'], packing: 'gzip' }] }],
    target,
  }
  const bytes = bytesOfSpec(target)
  const layer = readTar(bytes).find(({ body }) => digestOf(body) === digestOf(layerTar('A')))!
  expect(faultsOf(given, bytes)).toEqual([])
  expect(faultsOf(given, withoutBody(bytes, layer))).toEqual([`content digest ${digestOf(layerTar('A'))}: not found`])
})

/** A kept layer whose descriptor calls it something that engines do not know can stand for no other. */
test('a layer of an unknown kind stands for none', async () => {
  const odd = { tags: ['odd:1'], layers: ['A', 'B'], packing: 'gzip' } as const
  const manifest = JSON.parse(new TextDecoder().decode(manifestOf(odd)))
  manifest.layers[0].mediaType = 'application/vnd.acme.layer'
  const bytes = utf8(JSON.stringify(manifest))
  const app = { tags: ['app:1'], layers: ['A'] }
  const index = [
    [bytes, 'odd:1'],
    [manifestOf(app), 'app:1'],
  ] as const
  const members = [
    ...unique([...imageBlobs(odd).slice(0, 3), ...imageBlobs(app)]),
    blobMember(bytes),
    indexJson(index.map(([of, tag]) => ({ ...described(of, MANIFEST_TYPE), annotations: nameAnnotations(tag) }))),
  ]
  const { again, report } = await carried(fileOf(tarOf(members)), [])
  expect(report.verdict.kind).toBe('no-destination')
  expect(again.images.map(({ tags }) => tags)).toEqual([['odd:1'], ['app:1']])
  expect(again.artifacts).toEqual([])
})

test('a layer that came emptied is described as the copy that stays, though that comes behind it', async () => {
  const app = { tags: ['app:1'], layers: ['A', 'B'] }
  const name = `${hexOf(digestOf(packed('A', 'gzip')))}.tar.gz`
  const slim = craneArchive([app]).map((member) => (member.name === name ? { ...member, body: '' } : member))
  const plain = craneArchive([{ tags: ['plain:1'], layers: ['A', 'C'], packing: 'tar' }])
  const lists = [slim, plain].map((members) => JSON.parse(String(members.find(isList)!.body))[0])
  const members = [...slim.filter((one) => !isList(one)), ...plain.filter((one) => !isList(one))]
  const both = tarOf([...members, { name: 'manifest.json', body: JSON.stringify(lists) }])
  const { bytes, again } = await carried(fileOf(both), [fileOf(tarOf(craneArchive([{ ...app, layers: ['A'] }])))])
  expect(codesOf(again.findings)).toEqual([])
  expect(await faultsWith([], bytes)).toEqual([])
})

const isList = ({ name }: Member) => name === 'manifest.json'
