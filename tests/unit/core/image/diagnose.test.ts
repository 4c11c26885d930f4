import { expect, test } from 'vitest'
import { engineIds } from '../../../../src/core/engine'
import type { Finding } from '../../../../src/core/image/finding'
import { legacyArchive, podmanArchive } from '../../../fixtures/docker-archives'
import { configOf, diffIdOf, digestOf, EMPTY, hexOf, idOf, layerTar, type ImageSpec } from '../../../fixtures/layers'
import {
  attestationOf,
  blobMember,
  blobName,
  classicArchive,
  containerdArchive,
  describe as described,
  indexJson,
  manifestOf,
  MANIFEST_TYPE,
  nestedArchive,
  ociLayout,
  ociOnlyArchive,
} from '../../../fixtures/oci-archives'
import { openArchive, openMembers } from '../../../fixtures/opening'
import { fileOf, tarOf, utf8, type Member } from '../../../fixtures/tar'

/** What a look at an archive brings up: every fault at once, none of them an error. */
const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }

const findingsIn = async (members: readonly Member[]) => (await openMembers(members)).findings

const without = (members: readonly Member[], ...letters: string[]) =>
  members.filter(({ name }) => !letters.some((letter) => String(name).includes(hexOf(diffIdOf(letter)))))

const withFile = (members: readonly Member[], name: string, body: string | Uint8Array) =>
  members.map((member) => (member.name === name ? { ...member, body } : member))

const withManifestJson = (members: readonly Member[], change: (item: { Layers: string[] }) => object) => {
  const list = members.find(({ name }) => name === 'manifest.json')!
  return withFile(members, 'manifest.json', JSON.stringify(JSON.parse(String(list.body)).map(change)))
}

/** The image is the first, and no engine loads it. */
const all = { hurts: engineIds, place: 0 }

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code)

test.each([
  ['legacy', legacyArchive([app])],
  ['podman', podmanArchive([app])],
  ['docker 25', classicArchive([app])],
  ['containerd', containerdArchive([{ ...app, packing: 'gzip' }])],
  ['oci only', ociOnlyArchive([{ ...app, tags: ['localhost/app:1'] }])],
])('a sound archive brings up nothing (%s)', async (_, members) => {
  expect(await findingsIn(members)).toEqual([])
})

test('a save from a containerd store without its layers: image, platform, how many', async () => {
  const [finding, ...rest] = await findingsIn(without(containerdArchive([app]), 'A', 'B', 'C'))
  expect(rest).toEqual([])
  expect(finding).toEqual({
    code: 'layer-absent',
    ...all,
    facts: { image: 'app:1', found: 3, expected: 3, platform: 'linux/amd64', entry: blobName(diffIdOf('A')) },
  })
})

test('one layer of three is absent', async () => {
  for (const members of [classicArchive([app]), podmanArchive([app]), ociOnlyArchive([app])]) {
    const [finding] = await findingsIn(without(members, 'B'))
    expect(finding).toMatchObject({ code: 'layer-absent', hurts: engineIds, facts: { found: 1, expected: 3 } })
  }
})

test('a legacy layer whose link leads nowhere is absent', async () => {
  const repeated = { ...app, layers: ['A', 'B', 'B'] }
  const members = legacyArchive([repeated]).filter(({ type, body }) => type === '2' || body !== layerTar('B'))
  expect(await findingsIn(members)).toMatchObject([{ code: 'layer-absent', facts: { found: 2 } }])
})

test('an image without layers in its list', async () => {
  const findings = await findingsIn(withManifestJson(legacyArchive([app]), (item) => ({ ...item, Layers: null })))
  expect(findings[0]).toEqual({
    code: 'no-layers',
    ...all,
    facts: { image: 'app:1', expected: 3, found: 0 },
  })
})

test('a manifest without layers, though the list names them', async () => {
  const manifest = utf8(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(manifestOf(app))), layers: [] }))
  const members = containerdArchive([app]).filter(({ name }) => name !== blobName(digestOf(manifestOf(app))))
  const annotations = { 'io.containerd.image.name': 'docker.io/library/app:1' }
  const index = indexJson([{ ...described(manifest, MANIFEST_TYPE), annotations }])
  const findings = await findingsIn([...withFile(members, 'index.json', index.body!), blobMember(manifest)])
  expect(findings).toContainEqual({
    code: 'no-layers',
    hurts: engineIds,
    place: 1,
    facts: { image: 'app:1', expected: 3, found: 0 },
  })
})

test('fewer layers than diff IDs', async () => {
  const cut = withManifestJson(podmanArchive([app]), (item) => ({ ...item, Layers: item.Layers.slice(0, 2) }))
  expect((await findingsIn(cut))[0]).toEqual({
    code: 'layer-count-differs',
    ...all,
    facts: { image: 'app:1', expected: 3, found: 2 },
  })
})

test('emptied layers: a slim archive, and the chain that its base must have', async () => {
  const members = withFile(podmanArchive([app]), `${hexOf(diffIdOf('A'))}.tar`, '')
  expect(await findingsIn(members)).toEqual([
    {
      code: 'layer-emptied',
      hurts: engineIds,
      place: 0,
      facts: { image: 'app:1', found: 1, expected: 3, chain: diffIdOf('A'), diffId: diffIdOf('A') },
    },
  ])
})

test('a blob that is not as long as its descriptor says', async () => {
  const name = blobName(diffIdOf('B'))
  const [finding] = await findingsIn(withFile(classicArchive([app]), name, 'cut'))
  const expected = layerTar('B').length
  expect(finding).toEqual({
    code: 'size-differs',
    ...all,
    facts: { image: 'app:1', entry: name, expected, found: 3 },
  })
})

test.each([
  ['config', blobName(idOf(app)), configOf(app)],
  ['manifest', blobName(digestOf(manifestOf(app))), manifestOf(app)],
])('a %s that is not the one that its digest names', async (_, name, bytes) => {
  const changed = utf8(` ${new TextDecoder().decode(bytes)}`)
  const findings = await findingsIn(withFile(containerdArchive([app]), name, changed))
  expect(findings).toContainEqual({
    code: 'digest-differs',
    ...all,
    facts: { image: 'app:1', entry: name, expected: `sha256:${name.slice(-64)}`, found: digestOf(changed) },
  })
})

test('a manifest that is not as long as its descriptor says', async () => {
  const members = containerdArchive([app])
  const index = JSON.parse(String(members.find(({ name }) => name === 'index.json')!.body))
  const manifests = index.manifests.map((descriptor: { size: number }) => ({ ...descriptor, size: 7 }))
  const [finding] = await findingsIn(withFile(members, 'index.json', JSON.stringify({ ...index, manifests })))
  const manifest = manifestOf(app)
  expect(finding).toEqual({
    code: 'size-differs',
    ...all,
    facts: { image: 'app:1', entry: blobName(digestOf(manifest)), expected: 7, found: manifest.length },
  })
})

/** Docker's containerd store saves so what it loaded of a wrongly slimmed archive. */
test('the empty blob for a layer that has bytes: an image that was damaged before', async () => {
  const manifest = JSON.parse(new TextDecoder().decode(manifestOf(app)))
  manifest.layers[1] = { ...manifest.layers[1], digest: EMPTY, size: 0 }
  const bytes = utf8(JSON.stringify(manifest))
  const members = [
    blobMember(configOf(app)),
    blobMember(layerTar('A')),
    blobMember(utf8('')),
    blobMember(layerTar('C')),
    ociLayout,
  ]
  const findings = await findingsIn([...members, blobMember(bytes), indexJson([described(bytes, MANIFEST_TYPE)])])
  expect(codes(findings)).toEqual(['layer-emptied', 'empty-blob-layer', 'untagged'])
})

test('zstd layers, which old engines do not read', async () => {
  const findings = await findingsIn(containerdArchive([{ ...app, packing: 'zstd' }]))
  expect(findings).toEqual([{ code: 'zstd-layer', hurts: ['classic'], place: 0, facts: { image: 'app:1' } }])
})

test('hardlinked layers, which containerd refuses', async () => {
  const findings = await findingsIn(legacyArchive([{ ...app, layers: ['A', 'B', 'B'] }], 'hardlink'))
  expect(findings).toEqual([{ code: 'hardlinked-layer', hurts: ['containerd'], place: 0, facts: { image: 'app:1' } }])
})

test('an image without a name goes by its ID', async () => {
  const image = idOf({ ...app, tags: [] }).slice(0, 'sha256:'.length + 12)
  for (const write of [legacyArchive, classicArchive, ociOnlyArchive])
    expect(await findingsIn(write([{ ...app, tags: [] }]))).toEqual([
      { code: 'untagged', hurts: ['containerd'], place: 0, facts: { image } },
    ])
})

test.each(['latest', 'App:1', 'app:', 'a b:1', 'app:1; rm -rf /', '-x:1', `app:${'t'.repeat(129)}`])(
  'a name that engines refuse: %j',
  async (tag) => {
    expect(await findingsIn(legacyArchive([{ ...app, tags: [tag] }]))).toEqual([
      { code: 'bad-tag', hurts: ['classic', 'podman'], place: 0, facts: { image: tag, found: tag } },
    ])
  },
)

test.each(['app:1', 'localhost/app:1', 'registry.example:5000/team/app_x:1.0-rc.1', 'a/b/c:v1'])(
  'a name that engines take: %j',
  async (tag) => {
    expect(await findingsIn(legacyArchive([{ ...app, tags: [tag] }]))).toEqual([])
  },
)

const amd64 = { ...app, platform: { os: 'linux', architecture: 'amd64' } }
const arm64 = { ...app, layers: ['D'], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } }

test.each(['nothing', 'manifest'] as const)('a platform of which the archive has %s', async (has) => {
  for (const list of [true, false]) {
    const members = nestedArchive('app:1', [{ image: amd64, has: 'all' }, { image: arm64, has }], list) // prettier-ignore
    const { images, findings } = await openMembers(members)
    expect(images.filter(({ listed }) => listed).map(({ id }) => id)).toEqual([idOf(amd64)])
    expect(findings).toMatchObject([{ code: 'platform-absent', facts: { platform: 'linux/arm64/v8' } }])
  }
})

test('a platform with its config but without its layers, beside a whole one', async () => {
  const members = nestedArchive('app:1', [{ image: amd64, has: 'all' }, { image: arm64, has: 'manifest' }], false) // prettier-ignore
  const { images, findings } = await openMembers([...members, blobMember(configOf(arm64))])
  expect(images.map(({ listed }) => listed)).toEqual([true, false])
  expect(findings).toMatchObject([{ code: 'platform-absent', facts: { platform: 'linux/arm64/v8' } }])
})

test('attestations are no images and no absent platforms', async () => {
  const { descriptor, blobs } = attestationOf(app)
  const index = indexJson([described(manifestOf(app), MANIFEST_TYPE), descriptor])
  for (const there of [blobs, []]) {
    const members = [...withFile(ociOnlyArchive([app]), 'index.json', index.body!), ...there]
    const { images, findings } = await openMembers(members)
    expect(images).toHaveLength(1)
    expect(codes(findings)).toEqual(['untagged'])
  }
})

test('a list and an index that differ', async () => {
  const swapped = withManifestJson(classicArchive([app]), (item) => ({ ...item, Layers: item.Layers.toReversed() }))
  expect(codes(await findingsIn(swapped))).toContain('manifest-and-index-differ')
})

test('a name that stands twice, where an image goes by it', async () => {
  const members = podmanArchive([app])
  const list = members.find(({ name }) => name === 'manifest.json')!
  const findings = await findingsIn([...members, { name: 'notes', body: '1' }, { name: 'notes', body: '2' }, list])
  expect(findings).toEqual([{ code: 'duplicate-entry', hurts: [], facts: { entry: 'manifest.json' } }])
})

test('an end without its zero blocks', async () => {
  const bytes = tarOf(podmanArchive([app]), 0)
  const { findings } = await openArchive(fileOf(bytes))
  expect(findings).toEqual([{ code: 'no-end-blocks', hurts: [], facts: { offset: bytes.length } }])
})

test('everything at once, image by image, nothing stopping at the first', async () => {
  const images: ImageSpec[] = [
    { tags: ['latest'], layers: ['A', 'B', 'C'] },
    { tags: [], layers: ['A', 'D'], label: 'second' },
    { tags: ['fine:1'], layers: ['C'], packing: 'zstd', label: 'third' },
  ]
  const members = containerdArchive(images)
    .filter(({ name }) => name !== blobName(diffIdOf('A')))
    .map((member) => (member.name === blobName(diffIdOf('B')) ? { ...member, body: '' } : member))
    .map((member) => (member.name === blobName(diffIdOf('D')) ? { ...member, body: 'short' } : member))
  const { findings } = await openArchive(fileOf(tarOf(members, 0)))
  const second = idOf(images[1]!).slice(0, 19)
  expect(findings.map(({ code, facts }) => [code, 'image' in facts ? facts.image : ''])).toEqual([
    ['layer-absent', 'latest'],
    ['layer-emptied', 'latest'],
    ['bad-tag', 'latest'],
    ['layer-absent', second],
    ['size-differs', second],
    ['untagged', second],
    ['zstd-layer', 'fine:1'],
    ['cut-off', ''],
  ])
})
