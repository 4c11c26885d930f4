import { expect, test } from 'vitest'
import { checked } from '../../../fixtures/checking'
import { containerdArchive, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, openMembers, slimmed } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

const app = { tags: ['app:1'], layers: ['A', 'B'] }
const base = fileOf(tarOf(containerdArchive([{ tags: ['base:1'], layers: ['A'] }])))

const changed = (members: readonly Member[], file: string, change: (json: never) => unknown): Member[] =>
  members.map((member) =>
    member.name === file
      ? { ...member, body: JSON.stringify(change(JSON.parse(String(member.body)) as never)) }
      : member,
  )

/** As BuildKit wrote it: `"RepoTags": null` beside an index that names the image. */
const nameless = changed(containerdArchive([app]), 'manifest.json', (list: object[]) =>
  list.map((item) => ({ ...item, RepoTags: null })),
)

test('a name that stands in the index alone is the image’s name, and no contradiction', async () => {
  const { images, findings } = await openMembers(nameless)
  expect(images.map(({ tags }) => tags)).toEqual([['app:1']])
  expect(findings).toMatchObject([{ code: 'name-in-index', hurts: [], facts: { image: 'app:1', found: 'app:1' } }])
  const { verdict, contradictions } = await checked(fileOf(tarOf(nameless)))
  expect({ verdict, contradictions }).toEqual({ verdict: 'whole', contradictions: [] })
})

test('the universal form writes it into both', async () => {
  const { bytes } = await slimmed(fileOf(tarOf(nameless)), await destinationOf([base]), 'universal')
  const list = readTar(bytes).find(({ name }) => name === 'manifest.json')
  expect(JSON.parse(new TextDecoder().decode(list?.body))).toMatchObject([{ RepoTags: ['app:1'] }])
  const again = await checked(fileOf(bytes, 'slim.tar'))
  expect(again.contradictions).toEqual([])
})

test('a name that another image of the list bears is not given to one without', async () => {
  const both = changed(containerdArchive([app]), 'manifest.json', ([item]: [object]) => [
    item,
    { ...item, RepoTags: null },
  ])
  const { images, findings } = await openMembers(both)
  expect(images.map(({ tags }) => tags)).toEqual([['app:1'], []])
  expect(findings.map(({ code }) => code)).toEqual(['untagged'])
  const twice = changed(nameless, 'manifest.json', ([item]: [object]) => [item, item])
  expect((await openMembers(twice)).images.map(({ tags }) => tags)).toEqual([['app:1'], []])
})

/** As skopeo writes `oci-archive:app.tar:1.2`. */
const tagged = changed(ociOnlyArchive([app]), 'index.json', (index: { manifests: object[] }) => ({
  ...index,
  manifests: index.manifests.map((item) => ({ ...item, annotations: { 'org.opencontainers.image.ref.name': '1.2' } })),
}))

test('a tag without a name is told as that: each engine makes a name of it', async () => {
  const { findings } = await openMembers(tagged)
  expect(findings).toMatchObject([{ code: 'tag-alone', hurts: [], facts: { found: '1.2' } }])
  const { output } = await slimmed(fileOf(tarOf(tagged)), await destinationOf([base]), 'universal')
  const slim = new File([output], 'slim.tar')
  expect((await openArchive(slim)).findings.map(({ code }) => code)).toEqual(['layer-emptied', 'tag-alone'])
  expect((await checked(slim)).contradictions).toEqual([])
})

/** One manifest under two names, and what the index says of it differs. */
test.each([
  [0, 'app:1'],
  [1, 'app:2'],
])('each descriptor that leads to a manifest is looked at, and the name that it gives is blamed', async (at, image) => {
  const members = changed(
    containerdArchive([{ ...app, tags: ['app:1', 'app:2'] }]),
    'index.json',
    (index: { manifests: { size: number }[] }) => ({
      ...index,
      manifests: index.manifests.map((item, place) => ({ ...item, size: item.size + (place === at ? 7 : 0) })),
    }),
  )
  const { findings } = await openMembers(members)
  expect(findings.map(({ code, facts }) => [code, facts])).toMatchObject([['size-differs', { image }]])
})

/** containerd can hold an image plain, as it was loaded, and packed, as it was pulled. */
test('one image in two packings, made one by a relink, keeps both of its names', async () => {
  const gzipped = { ...app, tags: ['app:gzip'], packing: 'gzip' as const }
  const both = fileOf(tarOf(ociOnlyArchive([gzipped, { ...app, tags: ['app:plain'] }])))
  const { bytes } = await slimmed(both, await destinationOf([base]), 'universal')
  const slim = await openArchive(fileOf(bytes, 'slim.tar'))
  expect(slim.images.map(({ tags }) => tags)).toEqual([['app:gzip'], ['app:plain']])
  expect((await checked(fileOf(bytes, 'slim.tar'))).contradictions).toEqual([])
})
