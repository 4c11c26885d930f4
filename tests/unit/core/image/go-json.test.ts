import { expect, test } from 'vitest'
import { asGoReads, shape } from '../../../../src/core/image/go-json'
import { carried, carriedCase, faultsWith } from '../../../fixtures/carried'
import { caseFile, openCase } from '../../../fixtures/cases'
import { podmanArchive } from '../../../fixtures/docker-archives'
import { containerdArchive } from '../../../fixtures/oci-archives'
import { openMembers } from '../../../fixtures/opening'
import { bytesOf, fileOf, tarOf, utf8, type Member } from '../../../fixtures/tar'

/** As Go's encoding/json reads into a struct. */

test.each<[string, object, object]>([
  ['another case', { CONFIG: 'a', layers: [] }, { Config: 'a', Layers: [] }],
  ['the last of several', { Config: 'a', config: 'b' }, { Config: 'b' }],
  ['null, which says nothing', { Config: 'a', config: null }, { Config: 'a' }],
  ['the Kelvin sign and the long s', { 'Layer\u017fource\u017f': 1 }, { LayerSources: 1 }],
  ['what it does not know, as it stands', { Config: 'a', Other: { CONFIG: 1 } }, { Config: 'a', Other: { CONFIG: 1 } }],
  ['a key that would be none of its own', JSON.parse('{"__proto__": 1, "config": "a"}'), JSON.parse('{"__proto__": 1, "Config": "a"}')], // prettier-ignore
])('%s', (_, written, read) => {
  expect(asGoReads([written], shape.list)).toEqual([read])
  expect(asGoReads('no object', shape.list)).toBe('no object')
})

test('maps have the keys that they have', () => {
  const descriptor = { Digest: 'd', annotations: { MediaType: 'x' } }
  expect(asGoReads({ Manifests: [descriptor] }, shape.node)).toEqual({
    manifests: [{ digest: 'd', annotations: { MediaType: 'x' } }],
  })
})

test('a manifest.json in small letters is slimmed, and written in its own', async () => {
  const { report, files, bytes } = await carriedCase('36-lower-case.tar', ['base-legacy.tar'])
  expect(report).toMatchObject({ verdict: { kind: 'ready' }, shedLayers: 1 })
  expect(Object.keys(files.json('manifest.json')[0])).toEqual(['Config', 'RepoTags', 'Layers'])
  expect(await faultsWith([await caseFile('base-legacy.tar')], bytes)).toEqual([])
})

/** Every key that an engine looks for, in capitals. */
const shouting = (members: readonly Member[]) =>
  members.map((member) =>
    /index\.json|manifest\.json$/.test(String(member.name))
      ? { ...member, body: String(member.body).replace(/"(manifests|digest|size|config|layers|RepoTags)":/gi, (key) => key.toUpperCase()) } // prettier-ignore
      : member,
  )

test('an index and a list in capitals', async () => {
  const members = shouting(containerdArchive([{ tags: ['app:1'], layers: ['A', 'B'] }]))
  const { images, oci, findings } = await openMembers(members)
  expect(images).toMatchObject([{ tags: ['app:1'], listed: true }])
  expect(oci).toBeDefined()
  expect(findings).toEqual([])
})

test.each(['\ufeff', ' \n\t'])('JSON behind %j is read, and what engines refuse is written without', async (before) => {
  const members = containerdArchive([{ tags: ['app:1'], layers: ['A', 'B'] }]).map((member) =>
    /\.json$/.test(String(member.name)) ? { ...member, body: before + String(member.body) } : member,
  )
  const base = fileOf(tarOf(podmanArchive([{ tags: ['base:1'], layers: ['A'] }])))
  const { files } = await carried(fileOf(tarOf(members)), [base])
  expect([...bytesOf(files.read('index.json')!)].slice(0, 1)).toEqual([...utf8('{')])
  const list = new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.read('manifest.json'))
  expect(list.trimStart().startsWith('[') && !list.startsWith('\ufeff')).toBe(true)
})

test('packed, white space before a bracket is read too', async () => {
  const opened = await openCase('48-blank-first.tar.gz')
  expect(opened.kind === 'archive' && opened.archive.images).toHaveLength(1)
})
