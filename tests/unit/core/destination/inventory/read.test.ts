import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { holdingsOf } from '../../../../../src/core/destination/inventory/join'
import { chainsOf, configOf, diffIdOf, digestOf, idOf, packed, type ImageSpec } from '../../../../fixtures/layers'
import { manifestOf } from '../../../../fixtures/oci-archives'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const read = (name: string) => readFileSync(`tests/fixtures/${name}`)

const BASE_DIFF_ID = 'sha256:a689d4a7b9a3b948785279eb9687c31ebc55dca409fc5c1cc34a4c7d020d6f8d'

async function holdingOf(text: string | Uint8Array) {
  const [holding] = holdingsOf([await openInventory(text)])
  return holding!
}

test.each([
  ['docker20-base.inspect.json', 'classic', 'sample-base:7'],
  ['docker28-classic-base.inspect.json', 'classic', 'sample-base:7'],
  ['docker28-containerd-base.inspect.json', 'containerd', 'sample-base:7'],
  ['podman4-base.inspect.json', 'podman', 'localhost/sample-base:7'],
])('%s is a %s store’s', async (file, store, name) => {
  const holding = await holdingOf(read(file))
  expect(holding).toMatchObject({ name: 'inspect.json', source: 'inventory', store })
  expect(holding.images).toHaveLength(1)
  expect(holding.images[0]).toMatchObject({
    name,
    tags: [name],
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [{ diffId: BASE_DIFF_ID, chain: BASE_DIFF_ID, blob: undefined }],
  })
})

test('a whole host’s inventory: every image with the chains of its layers', async () => {
  const { store, images } = await holdingOf(read('docker20-inventory.json'))
  expect(store).toBe('classic')
  expect(images.map(({ name }) => name)).toEqual([
    'web:2.1',
    'base:ab',
    'sha256:2f9b3ee8660e',
    'ip-server:1.0.0',
    'sample-base:7',
    'sample-base:7-main',
    'base:1',
  ])
  for (const { layers } of images)
    expect(layers.map(({ chain }) => chain)).toEqual(chainsOf(layers.map(({ diffId }) => diffId)))
})

test('a config alone names layers, and no kind of store', async () => {
  const holding = await holdingOf(read('skopeo-base.config.json'))
  expect(holding.store).toBe('unknown')
  expect(holding.images[0]?.layers).toMatchObject([{ diffId: BASE_DIFF_ID }])
  expect(holding.images[0]?.layers[0]?.createdBy).toMatch('COPY … → /')
})

const inspect = (letters: string, more: object = {}) => ({
  Id: idOf({ tags: [], layers: [...letters] }),
  RepoTags: [`${letters.toLowerCase()}:1`],
  Os: 'linux',
  Architecture: 'amd64',
  RootFS: { Type: 'layers', Layers: [...letters].map(diffIdOf) },
  ...more,
})

test.each<[string, object, string]>([
  ['overlay2', { GraphDriver: { Name: 'overlay2' } }, 'classic'],
  ['btrfs', { GraphDriver: { Name: 'btrfs' } }, 'classic'],
  ['overlayfs, a snapshotter', { GraphDriver: { Name: 'overlayfs' } }, 'containerd'],
  ['stargz, a snapshotter', { GraphDriver: { Name: 'stargz' } }, 'containerd'],
  ['fuse-overlayfs, which both kinds know', { GraphDriver: { Name: 'fuse-overlayfs' } }, 'unknown'],
  ['a descriptor', { Descriptor: { digest: idOf({ tags: [], layers: ['A'] }) } }, 'containerd'],
  ['NamesHistory', { NamesHistory: ['a:1'], GraphDriver: { Name: 'overlay' } }, 'podman'],
  ['no driver', {}, 'unknown'],
])('the store by %s', async (_, more, store) => {
  expect((await holdingOf(JSON.stringify([inspect('A', more)]))).store).toBe(store)
})

const one = JSON.stringify([inspect('A')], null, 4)
const two = JSON.stringify([inspect('AB')], null, 4)

const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

test.each<[string, string | Uint8Array]>([
  ['arrays one after another', `${one}\n${two}\n`],
  ['arrays with nothing between them', one + two],
  ['one array', JSON.stringify([inspect('A'), inspect('AB')])],
  ['one object a line', `${JSON.stringify(inspect('A'))}\n${JSON.stringify(inspect('AB'))}\n`],
  ['line ends of Windows', `${one}\n${two}\n`.replaceAll('\n', '\r\n')],
  ['blank lines around', `\n\n${one}\n\n\n${two}\n\n`],
  ['UTF-8 with its mark', new TextEncoder().encode(`\ufeff${one}${two}`)],
  ['UTF-16 of PowerShell', utf16(`${one}\r\n${two}\r\n`)],
  ['UTF-16, big end first', utf16(one + two, true)],
])('%s', async (_, text) => {
  const { images } = await holdingOf(text)
  expect(images.map(({ name, layers }) => [name, layers.length])).toEqual([
    ['a:1', 1],
    ['ab:1', 2],
  ])
})

test('brackets and quotes inside of strings end nothing', async () => {
  const odd = inspect('A', { Comment: '}] \\" {[ "', Author: '\\' })
  const { images } = await holdingOf(`${JSON.stringify(odd)}${JSON.stringify(inspect('AB'))}`)
  expect(images).toHaveLength(2)
})

const packedImage: ImageSpec = { tags: ['a:1'], layers: ['A', 'B'], packing: 'gzip' }
const blobs = ['A', 'B'].map((letter) => digestOf(packed(letter, 'gzip')))
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test.each<[string, string]>([
  ['raw', text(configOf(packedImage))],
  ['raw with a line end', `${text(configOf(packedImage))}\n`],
  ['pretty', JSON.stringify(JSON.parse(text(configOf(packedImage))), null, 4)],
])('a raw manifest gives its blobs to a config that is %s, in another file or the same', async (_, config) => {
  const manifest = text(manifestOf(packedImage))
  const apart = holdingsOf([await openInventory(manifest, 'manifest.json'), await openInventory(config, 'config.json')])
  expect(apart.map(({ name, images }) => [name, images.length])).toEqual([
    ['manifest.json', 0],
    ['config.json', 1],
  ])
  expect(apart[1]?.images[0]?.layers.map(({ blob }) => blob?.digest)).toEqual(blobs)
  const together = await holdingOf(`${config}\n${manifest}`)
  expect(together.images[0]?.layers.map(({ blob }) => blob?.digest)).toEqual(blobs)
})

test('a raw manifest gives its blobs to an inspected image by its ID', async () => {
  const inspected = JSON.stringify([inspect('AB')])
  const { images } = await holdingOf(inspected + text(manifestOf(packedImage)))
  expect(images[0]?.layers.map(({ blob }) => blob?.digest)).toEqual(blobs)
})

test('a raw manifest gives its blobs to a containerd store’s image, whose ID is the manifest’s own digest', async () => {
  const manifest = manifestOf(packedImage)
  const inspected = JSON.stringify([inspect('AB', { Id: digestOf(manifest), GraphDriver: { Name: 'overlayfs' } })])
  const { images } = await holdingOf(inspected + text(manifest))
  expect(images[0]?.layers.map(({ blob }) => blob?.digest)).toEqual(blobs)
})

test('a manifest of another image gives nothing away', async () => {
  const other = manifestOf({ ...packedImage, label: 'another' })
  const { images } = await holdingOf(JSON.stringify([inspect('AB')]) + text(other))
  expect(images[0]?.layers.map(({ blob }) => blob)).toEqual([undefined, undefined])
})

test('an untagged image of Podman goes by the names it had', async () => {
  const { images } = await holdingOf(
    JSON.stringify(inspect('A', { RepoTags: [], NamesHistory: ['docker.io/library/a:7'] })),
  )
  expect(images[0]?.name).toBe('a:7')
})

test.each<[string, string, string]>([
  ['an index', '{"schemaVersion":2,"manifests":[]}', 'inventory-index'],
  ['plain `skopeo inspect`', '{"Name":"x","Digest":"sha256:1","Layers":["sha256:2"]}', 'inventory-without-diff-ids'],
  ['docker container inspect', '[{"Id":"x","State":{},"Image":"sha256:1"}]', 'inventory-containers'],
  ['an empty array, of an image that is not there', '[]', 'inventory-empty'],
  ['numbers', '[1, 2]', 'not-an-inventory'],
  ['blanks', ' \n', 'inventory-blank'],
  ['cut off JSON', '[{"Id": "sha256:', 'inventory-not-json'],
  ['prose', 'Error: No such image: a:1', 'plain-text'],
  ['layers that are no digests', '[{"RootFS":{"Layers":["A"]}}]', 'inventory-shortened'],
])('%s is refused by its own code', async (_, json, code) => {
  expect(await faultOf(openInventory(json, 'pasted.json'))).toMatchObject({ code, facts: { file: 'pasted.json' } })
})

test.each([
  ['{}', []],
  ['\n[]\n{}', []],
  [']', []],
  ['{"Name": "v", "Mountpoint": "/"}', ['passed-over']],
  ['[{"Id": "', ['inventory-cut-off']],
])('what stands behind an inventory is told for what it is: %s', async (behind, codes) => {
  const { images, findings } = await openInventory(JSON.stringify([inspect('A')]) + behind)
  expect(images).toHaveLength(1)
  expect(findings.map(({ code }) => code)).toEqual(codes)
})

test('a comma too many cuts nothing off', async () => {
  const { images, findings } = await openInventory(`[${JSON.stringify(inspect('A'))},\n]`)
  expect(images).toHaveLength(1)
  expect(findings).toEqual([])
})
