import { expect, test } from 'vitest'
import { holdingOfArchive } from '../../../../src/core/destination/holding'
import { layerStack } from '../../../../src/core/layer/stack'
import { viewImages } from '../../../../src/core/view/picture'
import { carried, carriedCase, codesOf } from '../../../fixtures/carried'
import { legacyArchive, podmanArchive } from '../../../fixtures/docker-archives'
import { configOf, diffIdOf, digestOf, layerTar, type ImageSpec } from '../../../fixtures/layers'
import {
  blobMember,
  blobName,
  describe as described,
  indexJson,
  MANIFEST_TYPE,
  nameAnnotations,
  nestedArchive,
  ociOnlyArchive,
} from '../../../fixtures/oci-archives'
import { openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf, utf8 } from '../../../fixtures/tar'

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B'] }

/** Docker 28.5 with the containerd store wrote it, once the blobs were not in its content store. */
test('an image without its config is diagnosed, and its archive is not called damaged', async () => {
  const { archive, report } = await carriedCase('docker28-pulled-over-loaded.tar', ['base-oci-gz.tar'])
  expect(archive.images).toEqual([])
  expect(report.verdict).toMatchObject({
    kind: 'stopped',
    findings: [{ code: 'contents-absent', facts: { image: 'app:1' } }],
  })
})

test('beside a whole image, the one without its config is named', async () => {
  const other: ImageSpec = { tags: ['other:1'], layers: ['C'] }
  const members = ociOnlyArchive([
    { ...app, tags: ['localhost/app:1'] },
    { ...other, tags: ['localhost/other:1'] },
  ])
  const lost = members.filter(({ name }) => name !== blobName(digestOf(configOf(other))))
  const { images, findings } = await openMembers(lost)
  expect(images.map(({ tags }) => tags)).toEqual([['localhost/app:1']])
  expect(findings).toMatchObject([{ code: 'contents-absent', facts: { image: 'localhost/other:1' } }])
})

test('a platform without its contents, beside one that is whole, is told as that', async () => {
  const arm: ImageSpec = { ...app, layers: ['D'], platform: { os: 'linux', architecture: 'arm64' } }
  const { findings } = await openMembers(nestedArchive('app:1', [{ image: app, has: 'all' }, { image: arm, has: 'manifest' }], false)) // prettier-ignore
  expect(codesOf(findings)).toEqual(['platform-absent'])
})

const FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'

test('a layer that engines fetch from its maker is neither absent nor a fault', async () => {
  const windows = { ...app, platform: { os: 'windows', architecture: 'amd64' } }
  const config = configOf(windows)
  const foreign = { ...described(utf8('far away'), FOREIGN), urls: ['https://maker.example/layer'] }
  const layers = [foreign, described(layerTar('B'), 'application/vnd.oci.image.layer.v1.tar')]
  const manifest = utf8(
    JSON.stringify({ schemaVersion: 2, config: described(config, 'application/vnd.oci.image.config.v1+json'), layers }),
  )
  const members = [
    ...[config, manifest, layerTar('B')].map(blobMember),
    indexJson([{ ...described(manifest, MANIFEST_TYPE), annotations: nameAnnotations('win:1') }]),
    { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
  ]
  const held = holdingOfArchive(await openMembers(members))
  expect(held.images[0]?.layers).toHaveLength(2)
  const { archive, report, files } = await carried(fileOf(tarOf(members)), [fileOf(tarOf(members), 'same.tar')])
  expect(codesOf(archive.findings)).toEqual(['foreign-layer'])
  expect(viewImages(archive.images)[0]!.layers.map(({ fate }) => fate)).toEqual(['foreign', 'kept'])
  expect(layerStack(archive, 0, 0, [archive])).toEqual(['foreign'])
  expect(report.verdict.kind).toBe('ready')
  const written = files.json(blobName(digestOf(manifest)))
  expect(written.layers[0]).toEqual(foreign)
})

test.each(['32-no-layers.tar', '32-no-diff-ids.tar'])('%s has nothing to leave out', async (name) => {
  const { report } = await carriedCase(name, ['base-legacy.tar'])
  expect(report.verdict).toMatchObject({ kind: 'nothing-in-common', reason: 'image-without-layers' })
})

test('a layer that stands one place higher there is of no use, and that is said', async () => {
  const base = fileOf(tarOf(legacyArchive([{ tags: ['base:1'], layers: ['X', 'A'] }])))
  const { report } = await carried(fileOf(tarOf(podmanArchive([app]))), [base])
  expect(report.verdict).toMatchObject({ reason: 'layers-elsewhere', facts: { image: 'app:1', base: 'base:1', found: 1 } }) // prettier-ignore
})

test.each(['58-backslash-mixed.tar', '10-windows-backslash.tar'])(
  '%s is read as Windows reads it, and written with slashes',
  async (name) => {
    const base = name.startsWith('10') ? '10-windows-base.tar' : 'base-legacy.tar'
    const { report, files } = await carriedCase(name, [base])
    expect(report).toMatchObject({ verdict: { kind: 'ready' }, shedLayers: 1 })
    expect(codesOf(report.remarks)).toContain('backslashes')
    for (const path of files.json('manifest.json')[0].Layers) expect(files.entry(path)).toBeDefined()
  },
)

test('an OCI layout under backslashes is written with slashes', async () => {
  const members = ociOnlyArchive([app]).map((member) => ({
    ...member,
    name: String(member.name).replaceAll('/', '\\'),
  }))
  const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])))
  const { files, report } = await carried(fileOf(tarOf(members)), [base])
  expect(report.verdict.kind).toBe('ready')
  expect(digestOf(files.read(blobName(diffIdOf('B')))!)).toBe(diffIdOf('B'))
})

/** Docker's containerd store, with `docker pull --platform`: the other platforms' manifests are in the index alone. */
test.each(['libra@ry/app:1', 'app:1', `app@sha256:${'0'.repeat(64)}`])(
  'an absent platform of %s stays one when the image is written anew',
  async (name) => {
    const gzipped: ImageSpec = { ...app, packing: 'gzip' }
    const arm: ImageSpec = { ...app, layers: ['D'], platform: { os: 'linux', architecture: 'arm64' } }
    const members = nestedArchive(name, [{ image: gzipped, has: 'all' }, { image: arm, has: 'manifest' }], false) // prettier-ignore
    const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])))
    const { archive, again } = await carried(fileOf(tarOf(members)), [base])
    expect(codesOf(archive.findings)).toContain('platform-absent')
    const fresh = codesOf(again.findings).filter((code) => !codesOf(archive.findings).includes(code))
    expect(fresh.filter((code) => code !== 'untagged' && code !== 'tag-alone')).toEqual(['layer-emptied'])
  },
)
