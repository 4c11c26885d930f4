import { expect, test } from 'vitest'
import { engineIds } from '../../../../src/core/engine'
import { configOf, digestOf, type ImageSpec } from '../../../fixtures/layers'
import { blobMember, blobName, describe, INDEX_TYPE, indexBytes, indexJson, manifestOf, MANIFEST_TYPE, ociOnlyArchive } from '../../../fixtures/oci-archives' // prettier-ignore
import { faultOf, openMembers } from '../../../fixtures/opening'
import { utf8, type Bytes, type Member } from '../../../fixtures/tar'

/** An OCI layout whose index or manifests are not what they should be. */
const image: ImageSpec = { tags: ['localhost/app:1'], layers: ['A', 'B'] }
const members = ociOnlyArchive([image])

const faultIn = (input: readonly Member[]) => faultOf(openMembers(input, 'bad.tar'))

const withFile = (name: string, body: string | Bytes): Member[] =>
  members.map((member) => (member.name === name ? { ...member, body } : member))

const withIndex = (manifests: unknown) => withFile('index.json', JSON.stringify({ schemaVersion: 2, manifests }))

test('the archive itself is sound', async () => {
  expect(await faultIn(members)).toBeUndefined()
})

test.each([
  ['no JSON', 'index', 'not-json'],
  ['a list', '[]', 'bad-index'],
  ['without manifests', '{}', 'bad-index'],
  ['with manifests that are no list', '{"manifests":{}}', 'bad-index'],
])('index.json is %s', async (_, body, code) => {
  const fault = await faultIn(withFile('index.json', body))
  expect(fault).toMatchObject({ code, facts: { file: 'bad.tar', entry: 'index.json' } })
})

const good = describe(manifestOf(image), MANIFEST_TYPE)

test.each<[string, unknown]>([
  ['no object', 'sha256:12'],
  ['without a digest', { ...good, digest: undefined }],
  ['with a digest that is too short', { ...good, digest: 'sha256:12' }],
  ['with a path for a digest', { ...good, digest: 'sha256:../../../etc/passwd' }],
  ['with a negative size', { ...good, size: -1 }],
  ['with a size above 2^53', { ...good, size: 2 ** 60 }],
  ['with half a byte', { ...good, size: 0.5 }],
])('a descriptor %s: which one of the index, and the image beside it is read', async (_, descriptor) => {
  const { images, findings } = await openMembers(withIndex([good, descriptor]))
  expect(images).toHaveLength(1)
  const facts = { entry: 'index.json', expected: 'manifests[1]' }
  expect(findings).toContainEqual(expect.objectContaining({ code: 'item-unreadable', hurts: ['containerd'], facts }))
  const fault = await faultIn(withIndex([descriptor]))
  expect(fault).toMatchObject({ code: 'bad-index', facts: { file: 'bad.tar', expected: 'manifests[0]' } })
})

test('a manifest whose layers are no descriptors', async () => {
  const manifest = utf8(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(manifestOf(image))), layers: [{}] }))
  const fault = await faultIn([...members, blobMember(manifest), indexJson([describe(manifest, MANIFEST_TYPE)])])
  const facts = { file: 'bad.tar', entry: blobName(digestOf(manifest)), expected: 'layers[0]' }
  expect(fault).toMatchObject({ code: 'bad-manifest', facts })
})

test('a manifest that is no JSON', async () => {
  const fault = await faultIn(withFile(blobName(digestOf(manifestOf(image))), 'nonsense'))
  expect(fault).toMatchObject({
    code: 'not-json',
    facts: { file: 'bad.tar', entry: blobName(digestOf(manifestOf(image))) },
  })
})

test('a config that is no config', async () => {
  const fault = await faultIn(withFile(blobName(digestOf(configOf(image))), '{}'))
  expect(fault).toMatchObject({
    code: 'bad-config',
    facts: { file: 'bad.tar', entry: blobName(digestOf(configOf(image))) },
  })
})

test('an index of nothing is no image', async () => {
  expect(await faultIn(withIndex([]))).toMatchObject({ code: 'nothing-listed', facts: { entry: 'index.json' } })
})

/** Indexes in indexes, the innermost naming the image. */
function nested(depth: number, width = 1): Member[] {
  const blobs: Member[] = []
  let inner = manifestOf(image)
  for (let level = 0; level < depth; level++) {
    blobs.push(blobMember(inner))
    inner = indexBytes(Array.from({ length: width }, () => describe(inner, level === 0 ? MANIFEST_TYPE : INDEX_TYPE)))
  }
  return [...members.filter(({ name }) => name !== 'index.json'), ...blobs, { name: 'index.json', body: inner }]
}

test('indexes that are nested as people nest them', async () => {
  expect(await faultIn(nested(3))).toBeUndefined()
})

test('an index nested 50 deep', async () => {
  expect(await faultIn(nested(50))).toMatchObject({ code: 'nested-too-deep', facts: { file: 'bad.tar' } })
})

test('an index that names itself', async () => {
  const digest = digestOf('itself')
  const body = JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: INDEX_TYPE, digest, size: 10 }] })
  const fault = await faultIn([...withFile('index.json', body), { name: blobName(digest), body }])
  expect(fault).toEqual({ code: 'nested-too-deep', facts: { file: 'bad.tar', entry: blobName(digest) } })
})

/** Each level names the one below many times: a few kilobytes that stand for more paths than there is time. */
test.each([
  [7, 20],
  [3, 400],
])('an index bomb, %i levels of %i', async (depth, width) => {
  const fault = await faultIn(nested(depth, width))
  expect(fault).toMatchObject({ code: 'nested-too-deep', facts: { file: 'bad.tar', entry: expect.any(String) } })
})

test('a wide index below the limit opens, however often it names the one image', async () => {
  const { images } = await openMembers(nested(2, 300))
  expect(images).toHaveLength(1)
})

test('every manifest is absent: the archive says what it names and lacks', async () => {
  const emptyShell = members.filter(({ name }) => !/^blobs\/sha256\/./.test(String(name)))
  const { images, findings } = await openMembers(emptyShell)
  expect(images).toEqual([])
  expect(findings).toMatchObject([{ code: 'contents-absent', hurts: engineIds, facts: { entry: good.digest } }])
})

test('the config is absent: the archive says what it names and lacks', async () => {
  const config = blobName(digestOf(configOf(image)))
  const { images, findings } = await openMembers(members.filter(({ name }) => name !== config))
  expect(images).toEqual([])
  expect(findings).toMatchObject([{ code: 'contents-absent', hurts: engineIds, facts: { entry: config } }])
})

test('artifacts that are no images are passed over', async () => {
  const chart = utf8(JSON.stringify({ schemaVersion: 2, config: describe(utf8('{}'), 'application/vnd.cncf.helm.config.v1+json'), layers: [] })) // prettier-ignore
  const text = utf8('"just a string"')
  const { images } = await openMembers([
    ...members.filter(({ name }) => name !== 'index.json'),
    ...[chart, text].map(blobMember),
    indexJson([describe(chart, MANIFEST_TYPE), describe(text, 'application/json'), good]),
  ])
  expect(images).toHaveLength(1)
})
