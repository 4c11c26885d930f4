import { expect, test } from 'vitest'
import { checked } from '../../../fixtures/checking'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { ociOnlyArchive } from '../../../fixtures/oci-archives'
import { openArchive } from '../../../fixtures/opening'
import { concat, fileOf, tarOf, type Member } from '../../../fixtures/tar'

const app = { tags: ['app:1'], layers: ['A', 'B'] }

test('what was put behind the end by cat is told: no engine reads it', async () => {
  const [one, other] = [tarOf(legacyArchive([app])), tarOf(legacyArchive([{ ...app, tags: ['other:1'] }]))]
  const { images, findings } = await openArchive(fileOf(concat(one, other)))
  expect(images.map(({ tags }) => tags)).toEqual([['app:1']])
  expect(findings).toMatchObject([{ code: 'behind-end', hurts: [], facts: { offset: one.length - 1024 } }])
})

/** Docker 20, 26 and 28 print `unhandled tar header type 86`; containerd and Podman load it. */
test('an entry that classic stores do not unpack is told', async () => {
  const label: Member = { name: 'backup', type: 'V' }
  for (const members of [legacyArchive([app]), ociOnlyArchive([app])]) {
    const file = fileOf(tarOf([label, ...members]))
    expect((await openArchive(file)).findings).toMatchObject([
      { code: 'odd-entry', hurts: ['classic'], facts: { entry: 'backup', found: 'V' } },
    ])
  }
  const { engines } = await checked(fileOf(tarOf([label, ...legacyArchive([app])])))
  expect(engines.flatMap(({ engine, because }) => (because ? [[engine, because]] : []))).toEqual([
    ['classic', 'odd-entry'],
  ])
})

test('folders, links, devices and global records are nothing odd', async () => {
  const usual = ['1', '2', '3', '4', '5', '6'].map((type): Member => ({
    name: `x${type}`,
    type,
    link: 'manifest.json',
  }))
  expect((await openArchive(fileOf(tarOf([...usual, ...legacyArchive([app])])))).findings).toEqual([])
})

test('diff IDs that are no SHA-256 become digests that are none, and are told before', async () => {
  const sha512 = `sha512:${'ab'.repeat(64)}`
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [sha512] } })
  const list = JSON.stringify([{ Config: 'c.json', RepoTags: ['app:1'], Layers: ['a.tar'] }])
  const bodies = { 'c.json': config, 'a.tar': 'a layer', 'manifest.json': list }
  const members = Object.entries(bodies).map(([name, body]) => ({ name, body }))
  expect((await openArchive(fileOf(tarOf(members)))).findings).toMatchObject([{ code: 'other-digests' }])
})
