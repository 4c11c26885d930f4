import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodingOf, isEncrypted, isPacked } from '../../../../src/core/image/encoding'
import { carried, carriedCase, codesOf, faultsWith } from '../../../fixtures/carried'
import { caseFile } from '../../../fixtures/cases'
import { podmanArchive } from '../../../fixtures/docker-archives'
import { configOf, diffIdOf, digestOf, EMPTY, hexOf, layerTar, packed, type ImageSpec } from '../../../fixtures/layers'
import { blobMember, blobName, describe as described, indexJson, MANIFEST_TYPE, manifestOf, nameAnnotations, ociLayout, type Described } from '../../../fixtures/oci-archives' // prettier-ignore
import { openMembers } from '../../../fixtures/opening'
import { concat, fileOf, tarOf, utf8 } from '../../../fixtures/tar'

/** Layers are known for what they are, and never go by a digest or a type that they don't have. */

// prettier-ignore
test.each<[string, number | undefined, string[], string]>([
  ['gzip', 0x1f8b0800, [], 'gzip'],
  ['zstd', 0x28b52ffd, [], 'zstd'],
  ['xz', 0xfd377a58, [], 'xz'],
  ['bzip2', 0x425a6839, [], 'bzip2'],
  ['lz4', 0x04224d18, [], 'lz4'],
  ['a plain tar', 0x612e6269, ['a.tar.gz'], 'tar'],
  ['ciphertext that begins like gzip', 0x1f8b0800, ['application/vnd.oci.image.layer.v1.tar+gzip+encrypted'], 'encrypted'],
  ['nothing, called eStargz', undefined, ['application/vnd.oci.image.layer.v1.tar+gzip'], 'gzip'],
  ['nothing, called zstd:chunked', undefined, ['application/vnd.oci.image.layer.v1.tar+zstd'], 'zstd'],
  ['nothing, by its path', undefined, ['', 'layers/b.tar.xz'], 'xz'],
  ['nothing at all', undefined, ['', 'layer.tar'], 'tar'],
])('%s', (_, magic, names, encoding) => {
  expect(encodingOf(magic, names)).toBe(encoding)
})

test('what there are decoders for', () => {
  expect((['tar', 'gzip', 'xz', 'lz4', 'encrypted'] as const).map(isPacked)).toEqual([false, true, true, false, false])
  expect(isEncrypted('application/vnd.oci.image.layer.v1.tar')).toBe(false)
})

test('a layer packed by xz goes by the digest of its bytes, and it is said who reads it', async () => {
  const { report, archive, again } = await carriedCase('13-xz-layer.tar', ['base-legacy.tar'])
  const finding = archive.findings.find(({ code }) => code === 'xz-layer')
  expect(finding?.hurts).toEqual(['classic', 'containerd'])
  expect(report.verdict.kind).toBe('ready')
  const { descriptor, payload } = again.images[0]!.layers[1]!
  expect(descriptor).toMatchObject({ mediaType: 'application/vnd.oci.image.layer.v1.tar+xz', size: payload.size })
  expect(digestOf(new Uint8Array(await payload.bytes!.arrayBuffer()))).toBe(descriptor?.digest)
})

test.each([
  ['bzip2', [0x42, 0x5a, 0x68, 0x39], ['containerd']],
  ['lz4', [0x04, 0x22, 0x4d, 0x18], ['classic', 'podman', 'containerd']],
] as const)('a layer packed by %s, which not every engine reads', async (packing, magic, hurts) => {
  const app = { tags: ['app:1'], layers: ['A', 'B'] }
  const members = podmanArchive([app]).map(
    (member) =>
    member.name === `${hexOf(diffIdOf('B'))}.tar` ? { ...member, body: concat(Uint8Array.from(magic), layerTar('B')) } : member, // prettier-ignore
  )
  const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])))
  const { report, archive } = await carried(fileOf(tarOf(members)), [base])
  const finding = archive.findings.find(({ code }) => code === `${packing}-layer`)
  expect(finding?.hurts).toEqual(hurts)
  expect(report.verdict.kind).toBe(hurts.length === 3 ? 'stopped' : 'ready')
})

test('an encrypted layer stays encrypted, with the keys of the blob that stands for it', async () => {
  const { report, again, archive } = await carriedCase('30-encrypted.tar', ['30-encrypted-base.tar'])
  expect(codesOf(report.remarks)).toContain('encrypted-layer')
  const [left] = again.images[0]!.layers
  expect(left?.descriptor).toMatchObject({
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
    annotations: { 'org.opencontainers.image.enc.keys.jwe': 'key7' },
  })
  expect(archive.images[0]!.layers[0]!.descriptor?.annotations).toMatchObject({ 'org.opencontainers.image.enc.keys.jwe': 'key9' }) // prettier-ignore
})

test('ciphertext is not left out for a plain layer that the destination holds', async () => {
  const { archive, report } = await carriedCase('30-encrypted.tar', ['base-legacy.tar'])
  const plan = report.images[0]!.layers.map(({ fate }) => fate)
  expect(archive.images[0]!.layers).toHaveLength(2)
  expect(plan).toEqual(['kept', 'kept'])
})

test.each(['base-legacy.tar', '08-zero-base.tar'])('a layer of no bytes at all is a layer (on %s)', async (base) => {
  const { report, archive, again, bytes } = await carriedCase('08-zero-layer.tar', [base])
  expect(archive.findings).toEqual([])
  expect(report).toMatchObject({ verdict: { kind: 'ready' }, keptBytes: bytes.length })
  expect(again.images[0]!.layers.map(({ payload }) => payload.state)).toEqual(['emptied', 'whole', 'whole'])
  expect(again.images[0]!.layers[1]!.diffId).toBe(EMPTY)
  expect(await faultsWith([await caseFile(base)], bytes)).toEqual([])
})

test('two copies of one layer that differ in length are told, and nothing is made of them', async () => {
  const app = { tags: ['app:1'], layers: ['A'] }
  const list = [
    { Config: 'c.json', RepoTags: ['app:1'], Layers: ['a.tar'] },
    { Config: 'd.json', RepoTags: ['two:1'], Layers: ['b.tar'] },
  ]
  const members = [
    { name: 'c.json', body: configOf(app) },
    { name: 'd.json', body: configOf({ ...app, label: 'two' }) },
    { name: 'a.tar', body: layerTar('A') },
    { name: 'b.tar', body: layerTar('A').subarray(0, 1024) },
    { name: 'manifest.json', body: JSON.stringify(list) },
  ]
  const { report } = await carried(fileOf(tarOf(members)), [])
  expect(report.verdict).toMatchObject({ kind: 'stopped', findings: [{ code: 'copies-differ' }] })
})

test('one file cannot be two layers: that is told, and nothing is made of it', async () => {
  const list = [{ Config: 'c.json', RepoTags: ['app:1'], Layers: ['a.tar', 'a.tar'] }]
  const members = [
    { name: 'c.json', body: configOf({ tags: [], layers: ['A', 'B'] }) },
    { name: 'a.tar', body: layerTar('A') },
    { name: 'manifest.json', body: JSON.stringify(list) },
  ]
  const { report } = await carried(fileOf(tarOf(members)), [])
  const facts = { image: 'app:1', entry: 'a.tar', expected: diffIdOf('A'), found: diffIdOf('B') }
  expect(report.verdict).toMatchObject({ kind: 'stopped', findings: [{ code: 'two-layers-in-one', facts }] })
})

test.each(['manifest.json', 'c.json', './manifest.json'])('a layer whose path is %s is none', async (path) => {
  const list = [{ Config: 'c.json', RepoTags: ['app:1'], Layers: [path] }]
  const members = [
    { name: 'c.json', body: configOf({ tags: [], layers: ['A'] }) },
    { name: 'manifest.json', body: JSON.stringify(list) },
  ]
  const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])))
  const { report, files } = await carried(fileOf(tarOf(members)), [base])
  expect(report.verdict).toMatchObject({ kind: 'stopped', findings: [{ code: 'layer-is-member' }] })
  expect(files.read(blobName(diffIdOf('A')))?.length ?? 0).toBe(0)
})

test('two images of one name and one platform are told; platforms and names of one image are not', async () => {
  const app = { tags: ['app:1'], layers: ['A'] }
  const codes = async (...images: ImageSpec[]) =>
    codesOf((await openMembers(podmanArchive(images))).findings).filter((code) => code === 'name-again')
  expect(await codes(app, { ...app, tags: ['docker.io/library/app:1'], layers: ['B'] })).toEqual(['name-again'])
  expect(await codes(app, { ...app, tags: ['app:2'], layers: ['B'] })).toEqual([])
  expect(await codes(app, { ...app, platform: { os: 'linux', architecture: 'arm64' } })).toEqual([])
  expect(await codes(app, app)).toEqual([])
})

const PLAIN = 'application/vnd.oci.image.layer.v1.tar'

/** As Docker 28 with the containerd store was seen to refuse them; classic stores and Podman load both. */
test('a packed layer that is called plain, and digests that are no SHA-256, are told', async () => {
  const codes = async (change: (layer: Described) => object) => {
    const app = { tags: ['app:1'], layers: ['A'], packing: 'gzip' } as const
    const manifest = JSON.parse(new TextDecoder().decode(manifestOf(app)))
    const bytes = utf8(JSON.stringify({ ...manifest, layers: manifest.layers.map(change) }))
    const blob = packed('A', 'gzip')
    const sha512 = createHash('sha512').update(blob).digest('hex')
    const members = [
      ...[bytes, configOf(app), blob].map(blobMember),
      { name: `blobs/sha512/${sha512}`, body: blob, format: 'gnu' as const },
      indexJson([{ ...described(bytes, MANIFEST_TYPE), annotations: nameAnnotations('app:1') }]),
      ociLayout,
    ]
    return (await openMembers(members)).findings.map(({ code, hurts }) => [code, ...hurts])
  }
  const sha512 = `sha512:${createHash('sha512').update(packed('A', 'gzip')).digest('hex')}`
  expect(await codes((layer) => layer)).toEqual([])
  expect(await codes((layer) => ({ ...layer, mediaType: PLAIN }))).toEqual([['packed-called-plain', 'containerd']])
  expect(await codes((layer) => ({ ...layer, digest: sha512 }))).toEqual([['other-digests', 'containerd']])
})
