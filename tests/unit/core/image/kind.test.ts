import { expect, test } from 'vitest'
import { artifactKind, counted, documentKind, kindByDescriptor, leadsOn } from '../../../../src/core/image/kind'
import { messagesIn } from '../../../../src/messages'
import { carried, carriedCase, codesOf, faultsWith } from '../../../fixtures/carried'
import { caseFile } from '../../../fixtures/cases'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { digestOf, type ImageSpec } from '../../../fixtures/layers'
import {
  blobMember,
  blobName,
  describe as described,
  imageBlobs,
  indexJson,
  manifestOf,
  MANIFEST_TYPE,
  nameAnnotations,
} from '../../../fixtures/oci-archives'
import { bytesOfBlob, faultOf, openArchive } from '../../../fixtures/opening'
import { fileOf, tarOf, utf8, type Bytes, type Member } from '../../../fixtures/tar'

/** Not everything in an OCI layout is an image. */

const CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip'
const FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json'
const digest = digestOf('x')
const of = (mediaType: string) => ({ mediaType, digest, size: 1 })

test.each<[string, string, string, string[], string?]>([
  ['a signature of cosign', '', CONFIG, ['application/vnd.dev.cosign.simplesigning.v1+json'], 'signature'],
  ['a bundle of sigstore', 'application/vnd.dev.sigstore.bundle.v0.3+json', EMPTY_CONFIG, ['application/vnd.dev.sigstore.bundle.v0.3+json'], 'signature'], // prettier-ignore
  ['a signature of notation', '', 'application/vnd.cncf.notary.signature', ['application/jose+json'], 'signature'],
  ['another of notation', 'application/vnd.cncf.notary.signature', EMPTY_CONFIG, ['application/cose'], 'signature'],
  ['an attestation of cosign', '', CONFIG, ['application/vnd.dsse.envelope.v1+json'], 'attestation'],
  ['an attestation of BuildKit', '', CONFIG, ['application/vnd.in-toto+json'], 'attestation'],
  ['an SBOM in SPDX', '', CONFIG, ['text/spdx+json'], 'sbom'],
  ['an SBOM in CycloneDX', '', EMPTY_CONFIG, ['application/vnd.cyclonedx+json'], 'sbom'],
  ['an SBOM of syft', '', CONFIG, ['application/vnd.syft+json'], 'sbom'],
  ['a chart', '', 'application/vnd.cncf.helm.config.v1+json', ['application/vnd.cncf.helm.chart.content.v1.tar+gzip'], 'chart'], // prettier-ignore
  ['a module of wasm', '', 'application/vnd.wasm.config.v0+json', ['application/wasm'], 'wasm'],
  ['a plugin, of layers as images have them', '', 'application/vnd.docker.plugin.v1+json', [LAYER], 'plugin'],
  ['what oras pushes', 'application/vnd.acme.rocket', EMPTY_CONFIG, ['application/vnd.acme.fuel'], 'artifact'],
  ['the same in layers as images have them', 'application/vnd.acme.rocket', EMPTY_CONFIG, [LAYER], 'artifact'],
  ['an image', '', CONFIG, [LAYER, LAYER]],
  ['an image of Docker', '', 'application/vnd.docker.container.image.v1+json', ['application/vnd.docker.image.rootfs.diff.tar.gzip']], // prettier-ignore
  ['an image of Windows', '', CONFIG, [FOREIGN, LAYER]],
  ['an encrypted image', '', CONFIG, [`${LAYER}+encrypted`]],
  ['an image whose media types are written in capitals, with parameters', '', CONFIG.toUpperCase(), [`${LAYER}; x=1`]],
  ['an image without layers', '', CONFIG, []],
  ['an image of an old registry', '', 'application/octet-stream', [LAYER]],
  ['no layers, and a config of nothing in particular', '', 'application/json', [], 'artifact'],
])('%s', (_, artifactType, config, layers, kind) => {
  expect(artifactKind({ artifactType, config: of(config), layers: layers.map(of), hasSubject: false })).toBe(kind)
})

test('what refers to another manifest by a type of its own is no image', () => {
  const image = { artifactType: 'application/vnd.acme.note', config: of(CONFIG), layers: [of(LAYER)] }
  expect(artifactKind({ ...image, hasSubject: true })).toBe('artifact')
  expect(artifactKind({ ...image, hasSubject: false })).toBeUndefined()
})

test('what an index says of a manifest, and which of its blobs are none', () => {
  const kind = (name: string) => ({ ...of(MANIFEST_TYPE), annotations: { kind: `dev.cosignproject.cosign/${name}` } })
  expect(['sigs', 'atts', 'sboms', 'image'].map((name) => kindByDescriptor(kind(name), undefined))).toEqual([
    'signature',
    'attestation',
    'sbom',
    undefined,
  ])
  expect(kindByDescriptor({ ...of(''), annotations: { kind: 'constructor' } }, undefined)).toBeUndefined()
  expect([MANIFEST_TYPE, '', 'application/xml'].map((type) => leadsOn(of(type)))).toEqual([true, true, false])
  expect(['application/xml', 'application/spdx+json'].map((type) => documentKind(of(type)))).toEqual([
    'document',
    'sbom',
  ])
})

const base: ImageSpec = { tags: ['base:1'], layers: ['A'] }
const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B'] }
const baseFile = fileOf(tarOf(legacyArchive([base])), 'base.tar')

test.each(['01-signature.tar', '01-signature-only-kind.tar', '02-attestation.tar', '06-xml-in-index.tar'])(
  '%s: the image is slimmed, what is none carried along untouched and listed for no engine to load',
  async (name) => {
    const bases = await Promise.all([caseFile('base-oci-gz.tar')])
    const { archive, report, files, bytes, again } = await carriedCase(name, ['base-oci-gz.tar'])
    expect(archive.images).toHaveLength(1)
    expect(report).toMatchObject({ verdict: { kind: 'ready' }, shedLayers: 1, keptBytes: bytes.length })
    expect(codesOf(report.remarks)).toContain('carried-along')
    expect(codesOf(report.remarks).includes('unknown-in-index')).toBe(name.startsWith('06'))
    expect(files.json('manifest.json')).toHaveLength(1)
    expect(files.json('index.json').manifests).toHaveLength(2)
    for (const { blobs, entry } of archive.artifacts)
      for (const path of [entry.name, ...blobs.map(({ digest }) => blobName(digest))])
        expect(digestOf(files.read(path)!)).toBe(`sha256:${path.slice(-64)}`)
    expect(again.artifacts.map(({ what }) => what)).toEqual(archive.artifacts.map(({ what }) => what))
    expect(await faultsWith(bases, bytes)).toEqual([])
  },
)

test('where the image is relinked, what speaks of the old one stays as it is', async () => {
  const { again, bytes } = await carriedCase('01-signature.tar', ['base-legacy.tar'])
  expect(again.artifacts).toHaveLength(1)
  expect(await faultsWith([await caseFile('base-legacy.tar')], bytes)).toEqual([])
})

const layout = (blobs: readonly Bytes[], manifests: readonly object[]): Member[] => [
  ...imageBlobs(app),
  ...blobs.map(blobMember),
  indexJson([{ ...described(manifestOf(app), MANIFEST_TYPE), annotations: nameAnnotations('app:1') }, ...manifests]),
  { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
]

test.each<[string, Bytes, string]>([
  ['no JSON', utf8('{"cut'), MANIFEST_TYPE],
  ['a list', utf8('[]'), MANIFEST_TYPE],
  ['a manifest without a config', utf8('{"schemaVersion":2,"layers":[]}'), MANIFEST_TYPE],
  ['a config that is no descriptor', utf8('{"schemaVersion":2,"config":{"digest":"?"},"layers":[]}'), MANIFEST_TYPE],
  ['a layer that is none', utf8(JSON.stringify({ config: described(utf8('{}'), CONFIG), layers: [7] })), MANIFEST_TYPE],
])('an item that is %s refuses nothing but itself', async (_, blob, mediaType) => {
  const { archive, bytes, again } = await carried(fileOf(tarOf(layout([blob], [described(blob, mediaType)]))), [
    baseFile,
  ])
  expect(archive.images).toHaveLength(1)
  expect(codesOf(archive.findings)).toEqual(['item-unreadable'])
  expect(again.images[0]?.tags).toEqual(['app:1'])
  expect(bytes.length).toBeGreaterThan(0)
})

test('a config that is no config is of an image that there is no sense in, and the others are read', async () => {
  const config = utf8('{"architecture":"amd64"}')
  const layers = [described(utf8('x'), LAYER)]
  const manifest = utf8(JSON.stringify({ schemaVersion: 2, config: described(config, CONFIG), layers }))
  const { images, findings } = await openArchive(
    fileOf(tarOf(layout([config, manifest], [described(manifest, MANIFEST_TYPE)]))),
  )
  expect(images).toHaveLength(1)
  expect(codesOf(findings)).toEqual(['item-unreadable'])
})

test('a layer that is a part of something else, too, keeps its bytes', async () => {
  const plugin = JSON.parse(new TextDecoder().decode(manifestOf(base)))
  plugin.config = described(utf8('{}'), 'application/vnd.docker.plugin.v1+json')
  const manifest = utf8(JSON.stringify(plugin))
  const { files, report } = await carried(
    fileOf(tarOf(layout([utf8('{}'), manifest], [described(manifest, MANIFEST_TYPE)]))),
    [baseFile],
  )
  expect(digestOf(files.read(blobName(plugin.layers[0].digest))!)).toBe(plugin.layers[0].digest)
  expect(report.shedLayers).toBe(0)
})

test.each([
  ['07-helm-only.tar', { code: 'no-image-held', facts: { holds: { chart: 1 } } }, 'a Helm chart'],
  ['07-empty-index.tar', { code: 'nothing-listed', facts: { entry: 'index.json' } }, 'index.json lists nothing'],
])('%s holds no image, and is told by what it holds', async (name, fault, words) => {
  const found = await faultOf(caseFile(name).then(openArchive))
  expect(found).toMatchObject(fault)
  expect((await messagesIn('en')).error(found!).what).toContain(words)
})

test('several things are counted, in either language', async () => {
  const [en, zh] = await Promise.all([messagesIn('en'), messagesIn('zh-CN')])
  const holds = counted(['chart', 'signature', 'signature'])
  expect(en.held(holds)).toBe('a Helm chart and 2 signatures')
  expect(zh.held(holds)).toBe('1 个 Helm chart和2 个签名')
  expect(en.held({ chart: 0, unheardOf: 1 })).toBe('an artifact of another kind')
})

test('a signature that manifest.json lists as an image is not listed again', async () => {
  const bytes = await bytesOfBlob(await caseFile('01-signature.tar'))
  const { files, archive } = await carried(fileOf(bytes), [await caseFile('base-oci-gz.tar')])
  const signature = archive.artifacts[0]!.blobs
  const item = { Config: blobName(signature[0]!.digest), RepoTags: null, Layers: [blobName(signature[1]!.digest)] }
  const list = [...files.json('manifest.json'), item]
  const members = new Map(files.files().map(({ name, body }) => [name, body]))
  members.set('manifest.json', utf8(JSON.stringify(list)))
  const listed = fileOf(tarOf([...members].map(([name, body]) => ({ name, body }))))
  const again = await carried(listed, [await caseFile('base-oci-gz.tar')])
  expect(again.archive.images).toHaveLength(1)
  expect(again.files.json('manifest.json')).toHaveLength(1)
})
