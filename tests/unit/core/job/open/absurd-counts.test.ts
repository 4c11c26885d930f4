import { expect, test } from 'vitest'
import { configOf, type ImageSpec } from '../../../../fixtures/layers'
import {
  classicArchive,
  describe as described,
  indexJson,
  manifestOf,
  MANIFEST_TYPE,
} from '../../../../fixtures/oci-archives'
import { faultOf, openInventory, openMembers } from '../../../../fixtures/opening'
import type { Member } from '../../../../fixtures/tar'

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

test('ten thousand layers and one more in an inventory', async () => {
  const inspect = JSON.stringify([{ RepoTags: ['app:1'], RootFS: { Layers: many(digest) } }])
  expect(await faultOf(openInventory(inspect))).toMatchObject({ code: 'not-an-inventory' })
})
