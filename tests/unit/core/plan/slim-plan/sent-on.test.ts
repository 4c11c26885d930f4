import { expect, test } from 'vitest'
import { report } from '../../../../../src/core/view/report'
import { craneArchive, legacyArchive, podmanArchive } from '../../../../fixtures/docker-archives'
import { ChainEngine, DigestEngine } from '../../../../fixtures/engines'
import { configOf, digestOf, EMPTY, packed, v1Id, type ImageSpec } from '../../../../fixtures/layers'
import {
  blobMember,
  blobName,
  classicArchive,
  containerdArchive,
  describe as described,
  indexJson,
  layerDescriptor,
  MANIFEST_TYPE,
  nameAnnotations,
  unique,
} from '../../../../fixtures/oci-archives'
import { destinationOf, slimmed } from '../../../../fixtures/opening'
import { Unpacked } from '../../../../fixtures/read-tar'
import { fileOf, tarOf, utf8, type Member } from '../../../../fixtures/tar'

/** Archives whose layers were emptied before they came here, sent on to a destination that has those layers. */

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base: ImageSpec = { tags: ['base:1'], layers: ['A', 'B'] }

/** What a containerd store saves of an image that it loaded from a wrongly slimmed archive: A and B are the empty blob. */
function wronglySlimmed(): Member[] {
  const config = configOf(app)
  const emptyBlob = { ...layerDescriptor('A', 'tar'), digest: EMPTY, size: 0 }
  const layers = [emptyBlob, emptyBlob, layerDescriptor('C', 'tar')]
  const manifest = utf8(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: described(config, 'application/vnd.oci.image.config.v1+json'),
      layers,
    }),
  )
  const list = [
    { Config: blobName(digestOf(config)), RepoTags: app.tags, Layers: layers.map(({ digest }) => blobName(digest)) },
  ]
  return unique([
    { name: blobName(EMPTY) },
    blobMember(packed('C', 'tar')),
    blobMember(config),
    blobMember(manifest),
    indexJson([{ ...described(manifest, MANIFEST_TYPE), annotations: nameAnnotations('app:1') }]),
    { name: 'manifest.json', body: JSON.stringify(list) },
    { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
  ])
}

async function sentOn(target: Uint8Array, there: Member[]) {
  const destination = await destinationOf([fileOf(tarOf(there), 'base.tar')])
  const { job, plan, bytes } = await slimmed(fileOf(target, 'app.tar'), destination, 'universal')
  return { bytes, report: await report(job, plan) }
}

/** Both kinds of engine load base and archive, and hold the image whole. */
function expectWhole(there: Member[], bytes: Uint8Array): void {
  const [byChain, byDigest] = [new ChainEngine(), new DigestEngine()]
  for (const archive of [tarOf(there), bytes]) {
    byChain.load(archive)
    byDigest.load(archive)
  }
  expect(byDigest.faults(bytes)).toEqual([])
}

test.each([
  ['plain', classicArchive([base])],
  ['gzip', containerdArchive([{ ...base, packing: 'gzip' }])],
])('layers that one empty blob stands for each get their own digest back (%s)', async (_, there) => {
  const { bytes, report } = await sentOn(tarOf(wronglySlimmed()), there)
  expect(report.verdict.kind).toBe('ready')
  expect(report.remarks.map(({ code }) => code)).toContain('empty-blob-layer')
  expect(report.shedLayers).toBe(1)
  expect(report.keptBytes).toBe(bytes.length)
  expectWhole(there, bytes)
  const files = new Unpacked(bytes)
  const paths: string[] = files.json('manifest.json')[0].Layers
  expect(new Set(paths).size).toBe(3)
  for (const path of paths) expect(files.entry(path)).toBeDefined()
})

test.each([
  ['legacy', legacyArchive, classicArchive([base])],
  ['podman', podmanArchive, classicArchive([base])],
  ['legacy, on a legacy base', legacyArchive, legacyArchive([base])],
  ['podman, on a gzip base', podmanArchive, containerdArchive([{ ...base, packing: 'gzip' }])],
])(
  'a docker-archive slimmed as is, sent on in the universal form, states sizes again (%s)',
  async (_, write, there) => {
    const destination = await destinationOf([fileOf(tarOf(there), 'base.tar')])
    const once = await slimmed(fileOf(tarOf(write([app]))), destination, 'as-is')
    const { bytes, report } = await sentOn(once.bytes, there)
    expect(report.verdict.kind).toBe('ready')
    expectWhole(there, bytes)
  },
)

test('an emptied copy of a layer whose other copy travels is described by that one', async () => {
  const twice = { ...app, layers: ['A', 'B', 'B'] }
  const first = `${v1Id(twice, 1)}/layer.tar`
  const members = legacyArchive([twice], 'copy').map((member) =>
    member.name === first ? { ...member, body: '' } : member,
  )
  // The base has the first B, but by which digest nobody knows.
  const there = craneArchive([base])
  const { bytes, report } = await sentOn(tarOf(members), there)
  expect(report.verdict.kind).toBe('ready')
  expectWhole(there, bytes)
})
