import { expect, test } from 'vitest'
import { holdingsOf } from '../../../../../src/core/destination/inventory/join'
import { faultOf, openInventory } from '../../../../fixtures/opening'

const hash = (at: number) => `sha256:${at.toString(16).padStart(64, '0')}`
const times = (count: number, make: (at: number) => unknown) => Array.from({ length: count }, (_, at) => make(at))
const image = (at: number, layers: number) => ({
  Id: hash(at),
  RepoTags: [`a:${at}`],
  RootFS: { Layers: times(layers, (layer) => hash(at * layers + layer)) },
})
const MB = 1_000_000

test.each<[string, () => string, string, number]>([
  ['`{}` three million times', () => '{}'.repeat(3 * MB), 'inventory-too-many', 100_000],
  ['the same in a list', () => `[${'{},'.repeat(3 * MB)}{}]`, 'inventory-too-many', 100_000],
  ['the same within an object', () => `{"a":[${'{},'.repeat(3 * MB)}{}]}`, 'inventory-too-many', 1_000_000],
  ['nested 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000), 'json-too-deep', 512],
  ['objects nested 100,000 deep', () => '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 'json-too-deep', 512],
  ['the same within a string', () => JSON.stringify({ a: '{"a":'.repeat(100_000) }), 'json-too-deep', 512],
  ['a string of 60 MB', () => `{"a":"${'x'.repeat(60 * MB)}"}`, 'json-too-large', 16 * 1024 * 1024],
  [
    'images of 300,000 layers',
    () => JSON.stringify(times(300, (at) => image(at, 1000))),
    'inventory-too-many',
    250_000,
  ],
  ['brackets that close nothing', () => '[x'.repeat(5 * MB), 'inventory-not-json', 0],
  ['quotes that close nothing', () => `${'["\\'.repeat(5 * MB)}`, 'inventory-not-json', 0],
])('%s: refused, its limit named', async (_, make, code, expected) => {
  const fault = await faultOf(openInventory(make()))
  expect(fault).toMatchObject({ code, ...(expected ? { facts: { expected } } : {}) })
})

test('100,000 images, and images of 100,000 layers in all', async () => {
  expect((await openInventory(JSON.stringify(times(100_000, (at) => image(at, 1))))).images).toHaveLength(100_000)
  expect((await openInventory(JSON.stringify(times(100, (at) => image(at, 1000))))).images).toHaveLength(100)
})

test('40,000 images are joined to 10,000 manifests', async () => {
  const manifest = (at: number) => ({
    config: { digest: hash(at), size: 2 },
    layers: [{ mediaType: 'x', digest: hash(MB + at), size: 3 }],
  })
  const images = await openInventory(JSON.stringify(times(40_000, (at) => image(at, 1))))
  const manifests = await openInventory(times(10_000, (at) => JSON.stringify(manifest(at))).join('\n'))
  const [holding] = holdingsOf([images, manifests])
  const blobs = holding!.images.flatMap(({ layers }) => layers).filter(({ blob }) => blob !== undefined)
  expect(blobs).toHaveLength(10_000)
})

test('an image that is told of 20,000 times has 20,000 names, and is one', async () => {
  const same = { Id: hash(1), RootFS: { Layers: [hash(1)] } }
  const text = JSON.stringify(times(20_000, (at) => ({ ...same, RepoTags: [`a:${at}`] })))
  const { images } = await openInventory(text)
  expect(images).toHaveLength(1)
  expect(images[0]!.image.tags).toHaveLength(20_000)
  expect(images[0]!.image.name).toBe('a:0')
})
