import { expect, test } from 'vitest'
import { checked } from '../../../fixtures/checking'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { configOf } from '../../../fixtures/layers'
import { blobMember, indexJson, ociLayout, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { destinationOf, faultOf, openArchive, openMembers, slimmed } from '../../../fixtures/opening'
import { restored } from '../../../fixtures/restoring'
import { bytesOf, concat, fileOf, tarOf, utf8, type Member } from '../../../fixtures/tar'

const app = { tags: ['app:1'], layers: ['A', 'B'] }
const base = fileOf(tarOf(legacyArchive([{ tags: ['base:1'], layers: ['A'] }])))
const MARK = '\ufeff'

const changed = (members: readonly Member[], file: string, change: (text: string) => string): Member[] =>
  members.map((member) => (member.name === file ? { ...member, body: change(String(member.body)) } : member))

const loading = async (members: readonly Member[]) => {
  const { engines } = await checked(fileOf(tarOf(members)))
  return engines.flatMap(({ engine, because }) => (because ? [[engine, because]] : []))
}

/** Seen with all of them: Docker and containerd read a list and stop, Podman reads all of manifest.json. */
test.each([['{}'], ['\n[]'], ['xyz'], ['\0'.repeat(100)], ['{"a": "]"}, {']])(
  'what stands behind the list in manifest.json hurts Podman alone: %j',
  async (behind) => {
    const members = changed(legacyArchive([app]), 'manifest.json', (text) => text + behind)
    const { images, findings } = await openMembers(members)
    expect(images.map(({ tags }) => tags)).toEqual([['app:1']])
    expect(findings).toMatchObject([{ code: 'behind-list', hurts: ['podman'], facts: { entry: 'manifest.json' } }])
    expect(await loading(members)).toEqual([['podman', 'behind-list']])
  },
)

test('behind the list in index.json it hurts engines with a containerd store', async () => {
  const members = changed(ociOnlyArchive([app]), 'index.json', (text) => `${text}{}`)
  expect((await openMembers(members)).findings).toMatchObject([{ code: 'behind-index', hurts: ['containerd'] }])
  expect(await loading(members)).toContainEqual(['ctr', 'behind-index'])
})

test.each(['manifest.json', 'index.json'])('no engine reads %s behind a byte order mark', async (file) => {
  const members = changed(
    file === 'index.json' ? ociOnlyArchive([app]) : legacyArchive([app]),
    file,
    (text) => MARK + text,
  )
  expect((await openMembers(members)).findings).toMatchObject([
    { code: 'list-marked', hurts: [], facts: { entry: file } },
  ])
  expect(await loading(members)).toContainEqual(['containerd', 'list-marked'])
})

test.each([
  ['manifest.json', legacyArchive([app])],
  ['index.json', ociOnlyArchive([app])],
] as const)(
  'the universal form is written without what is odd around %s, as is stays as it is',
  async (file, members) => {
    for (const change of [(text: string) => `${text}{}`, (text: string) => MARK + text]) {
      const bytes = tarOf(changed(members, file, change))
      const there = await destinationOf([base])
      const { output } = await slimmed(fileOf(bytes), there, 'universal')
      const again = await openArchive(new File([output], 'slim.tar'))
      expect(again.findings.map(({ code }) => code)).toEqual(['layer-emptied'])
      const asIs = await slimmed(fileOf(bytes), there, 'as-is')
      expect(await restored(fileOf(asIs.bytes, 'slim.tar'), [base])).toEqual(bytes)
    }
  },
)

test('a config with something behind it is read by no engine', async () => {
  const config = concat(configOf(app), utf8('{}'))
  const list = JSON.stringify([{ Config: 'c.json', RepoTags: ['app:1'], Layers: [] }])
  const members = [
    { name: 'c.json', body: config },
    { name: 'manifest.json', body: list },
  ]
  expect(await faultOf(openMembers(members))).toMatchObject({ code: 'json-behind', facts: { entry: 'c.json' } })
})

test('a manifest with something behind it is an item that there is no sense in', async () => {
  const members = ociOnlyArchive([app])
  const odd = concat(bytesOf('{"schemaVersion":2}'), utf8('{}'))
  const index = JSON.parse(String(members.find(({ name }) => name === 'index.json')?.body))
  const blob = blobMember(odd)
  const digest = String(blob.name).replace('blobs/', '').replace('/', ':')
  const item = { ...index.manifests[0], digest, size: odd.length }
  const all = [
    ...members.filter(({ name }) => name !== 'index.json'),
    blob,
    indexJson([...index.manifests, item]),
    ociLayout,
  ]
  expect((await openMembers(all)).findings.map(({ code }) => code)).toContain('item-unreadable')
})
