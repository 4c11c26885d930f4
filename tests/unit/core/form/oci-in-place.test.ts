import { expect, test } from 'vitest'
import { carried, carriedCase, faultsWith } from '../../../fixtures/carried'
import { caseFile } from '../../../fixtures/cases'
import { podmanArchive } from '../../../fixtures/docker-archives'
import { diffIdOf } from '../../../fixtures/layers'
import { blobName, containerdArchive } from '../../../fixtures/oci-archives'
import { readTar } from '../../../fixtures/read-tar'
import { bytesOf, fileOf, tarOf, type Member } from '../../../fixtures/tar'

const named = (bytes: Uint8Array, name: string) => readTar(bytes).filter((entry) => entry.name === name)

test('a linked index.json and manifest.json are replaced, not doubled', async () => {
  const { bytes } = await carriedCase('46-links-oci.tar', ['base-legacy.tar'])
  for (const name of ['index.json', 'manifest.json']) expect(named(bytes, name)).toMatchObject([{ type: '0' }])
  expect(await faultsWith([await caseFile('base-legacy.tar')], bytes)).toEqual([])
})

const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])), 'base.tar')
const members = containerdArchive([{ tags: ['app:1'], layers: ['A', 'B'], packing: 'gzip' }])

// prettier-ignore
test.each<[string, Member[]]>([
  ['hard links', members.flatMap((member) => (/^(?:index|manifest)\.json$/.test(String(member.name)) ? [{ ...member, name: `held/${member.name}` }, { name: member.name, type: '1', link: `held/${member.name}` }] : [member]))],
  ['a link that leads nowhere', members.map((member) => (member.name === 'manifest.json' ? { name: member.name, type: '1', link: 'blobs/' } : member))],
  ['doubles', members.flatMap((member) => (/\.json$/.test(String(member.name)) ? [{ ...member, body: '{"manifests":[]}' }, member] : [member]))],
])('%s of them, too', async (_, made) => {
  const { bytes, report } = await carried(fileOf(tarOf(made)), [base])
  expect(report.verdict.kind).toBe('ready')
  for (const name of ['index.json', 'manifest.json']) expect(named(bytes, name)).toMatchObject([{ type: '0' }])
  expect(await faultsWith([base], bytes)).toEqual([])
})

test.each(['universal', 'as-is'] as const)(
  'copies of a layer that is left out lose their bytes, too (%s)',
  async (form) => {
    const { bytes, report } = await carriedCase('51-bundle.tar', ['base-legacy.tar'], form)
    expect(report.keptBytes).toBe(bytes.length)
    const shared = 'e1f45288d3dccc93dc5de51327f10189d9f6e132661e49eccaf8b1457a436408'
    const copies = readTar(bytes).filter(({ name }) => name.includes(shared))
    expect(copies.map(({ body }) => body.length)).toEqual(form === 'as-is' ? [0, 0] : [0])
  },
)

test('in an OCI layout, as well', async () => {
  const plain = containerdArchive([{ tags: ['app:1'], layers: ['A', 'B'] }])
  const doubled = plain.flatMap((member) => (member.name === blobName(diffIdOf('A')) ? [member, member] : [member]))
  const { bytes } = await carried(fileOf(tarOf(doubled)), [base])
  expect(named(bytes, blobName(diffIdOf('A'))).map(({ body }) => body.length)).toEqual([0, 0])
})

/** Go's readers and ours take the last of a name. */
test('what stood under a manifest’s name before it goes with the manifest', async () => {
  const manifest = members.find(({ body }) =>
    String(new TextDecoder().decode(bytesOf(body ?? ''))).includes('"config":{"mediaType"'),
  )!
  const shadowed = members.flatMap((member) => (member === manifest ? [{ ...member, body: '{}' }, member] : [member]))
  const { bytes } = await carried(fileOf(tarOf(shadowed)), [base])
  expect(named(bytes, String(manifest.name))).toEqual([])
  expect(await faultsWith([base], bytes)).toEqual([])
})
