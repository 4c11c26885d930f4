import { expect, test } from 'vitest'
import { readArchive } from '../../../../../src/core/image/archive'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import type { Entry } from '../../../../../src/core/tar/walk'
import { configOf, type ImageSpec } from '../../../../fixtures/layers'
import {
  classicArchive,
  describe as described,
  indexJson,
  manifestOf,
  MANIFEST_TYPE,
} from '../../../../fixtures/oci-archives'
import { faultOf, openInventory, openMembers } from '../../../../fixtures/opening'
import { fileOf, tarOf, type Member } from '../../../../fixtures/tar'

/** More of a kind than any engine lists: refused by name before a page must draw it. */

const app: ImageSpec = { tags: ['app:1'], layers: ['A'] }
const MANY = 10_001
const digest = (at: number) => `sha256:${String(at).padStart(64, '0')}`
const many = <T>(make: (at: number) => T) => Array.from({ length: MANY }, (_, at) => make(at))

const config = JSON.stringify({
  ...JSON.parse(new TextDecoder().decode(configOf(app))),
  rootfs: { diff_ids: many(digest) },
})
const listOf = (items: object[]): Member[] => [
  { name: 'c.json', body: config },
  { name: 'manifest.json', body: JSON.stringify(items) },
]
const few = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at))
const wide = JSON.stringify({ rootfs: { diff_ids: few(1000, digest) } })
const bare = JSON.stringify({ rootfs: { diff_ids: [] } })
const item = { Config: 'c.json', RepoTags: ['app:1'], Layers: [] }
const index = indexJson([
  described(manifestOf(app), MANIFEST_TYPE),
  ...many((at) => ({ mediaType: MANIFEST_TYPE, digest: digest(at), size: 1 })),
])

test.each<[string, Member[], string, string]>([
  ['layers', listOf([item]), 'bad-config', 'c.json'],
  ['images', listOf(many(() => item)), 'bad-manifest', 'manifest.json'],
  ['names', listOf([{ ...item, RepoTags: many((at) => `app:${at}`) }]), 'bad-manifest', 'manifest.json'],
  ['manifests', [...classicArchive([app]).filter(({ name }) => name !== 'index.json'), index], 'bad-index', 'index.json'], // prettier-ignore
])('ten thousand %s and one more', async (_, members, code, entry) => {
  const facts = { entry, expected: expect.stringMatching(/10000/) }
  expect(await faultOf(openMembers(members))).toMatchObject({ code, facts })
})

test.each<[string, Member[], string, string]>([
  [
    'one config',
    [
      { name: 'c.json', body: wide },
      { name: 'manifest.json', body: JSON.stringify(few(51, () => item)) },
    ],
    'bad-config',
    'c.json',
  ],
  [
    'manifest.json',
    [
      { name: 'c.json', body: bare },
      { name: 'manifest.json', body: JSON.stringify(few(51, () => ({ ...item, Layers: few(1000, String) }))) },
    ],
    'bad-manifest',
    'manifest.json',
  ],
])('fifty thousand layers in all and some more, by %s', async (_, members, code, entry) => {
  const facts = { entry, expected: expect.stringMatching(/50000/) }
  expect(await faultOf(openMembers(members))).toMatchObject({ code, facts })
})

test('a config that a thousand images name is read once, and its chains are theirs', async () => {
  const body = JSON.stringify({ rootfs: { diff_ids: few(40, digest) } })
  const tar = await indexTar(
    new BlobSource(
      fileOf(
        tarOf([
          { name: 'c.json', body },
          { name: 'manifest.json', body: JSON.stringify(few(1000, () => item)) },
        ]),
      ),
      'a.tar',
    ),
  )
  const reads: string[] = []
  const read = (entry: Entry) => {
    reads.push(entry.name)
    return tar.read(entry)
  }
  const { images } = await readArchive({ ...tar, read })
  expect(images).toHaveLength(1000)
  expect(reads).toEqual(['manifest.json', 'c.json'])
})

test('ten thousand layers and one more in an inventory', async () => {
  const inspect = JSON.stringify([{ RepoTags: ['app:1'], RootFS: { Layers: many(digest) } }])
  expect(await faultOf(openInventory(inspect))).toMatchObject({ code: 'not-an-inventory' })
})
