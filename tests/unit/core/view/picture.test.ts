import { expect, test } from 'vitest'
import { report } from '../../../../src/core/view/report'
import { planOf } from '../../../../src/core/job/slim'
import { strataOf } from '../../../../src/ui/plan/strata'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { diffIdOf, layerTar } from '../../../fixtures/layers'
import { classicArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, openInventory } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const archive = (layers: string, tag: string) => fileOf(tarOf(classicArchive([{ tags: [tag], layers: [...layers] }])))

const inspect = (layers: string, tag: string) =>
  JSON.stringify({ Id: diffIdOf('X'), RepoTags: [tag], RootFS: { Layers: [...layers].map(diffIdOf) } })

async function pictureOf(target: string, bases: Record<string, string>, inventories: Record<string, string> = {}) {
  const destination = await destinationOf(
    Object.entries(bases).map(([tag, layers]) => archive(layers, tag)),
    await Promise.all(Object.entries(inventories).map(([tag, layers]) => openInventory(inspect(layers, tag)))),
  )
  const job = { archive: await openArchive(archive(target, 'app:1')), destination, form: 'universal' as const }
  return (await report(job, planOf(job))).images[0]!
}

test.each([
  ['ABC', { 'a:1': 'A', 'ab:1': 'AB' }, 'ab:1', 2, []],
  ['ABCD', { 'axcd:1': 'AXCD' }, 'axcd:1', 1, [2, 3]],
  ['ABC', { 'x:1': 'X', 'cb:1': 'CB' }, 'cb:1', 0, [1, 2]],
  ['ABB', { 'ab:1': 'AB' }, 'ab:1', 2, []],
  ['ABC', { 'abcd:1': 'ABCD' }, 'abcd:1', 3, []],
])('beside %s stands, of %j, %s: %i shared, and of no use %j', async (target, bases, name, shared, unusable) => {
  const { neighbour } = await pictureOf(target, bases)
  expect(neighbour).toMatchObject({ name, shared, unusable })
})

test('the longest stack counts, whoever speaks of it and in whatever order', async () => {
  const { neighbour } = await pictureOf('ABC', { 'a:1': 'A' }, { 'ab:1': 'AB' })
  expect(neighbour).toMatchObject({ name: 'ab:1', source: 'inspect.json', shared: 2 })
  expect(neighbour?.layers.map(({ size }) => size)).toEqual([undefined, undefined])
})

test('nothing stands beside an image as long as nothing is known of the destination', async () => {
  expect((await pictureOf('AB', {})).neighbour).toBeUndefined()
})

test('a docker-archive is drawn like any other', async () => {
  const destination = await destinationOf([fileOf(tarOf(legacyArchive([{ tags: ['a:1'], layers: ['A'] }])))])
  const file = fileOf(tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A', 'B'] }])))
  const job = { archive: await openArchive(file), destination, form: 'universal' as const }
  const [image] = (await report(job, planOf(job))).images
  expect(image?.layers.map(({ fate }) => fate)).toEqual(['shed', 'kept'])
  expect(image?.neighbour?.layers[0]?.size).toBe(layerTar('A').length)
})

test('shared layers are as tall on both sides, though an inspect tells no sizes', async () => {
  const image = await pictureOf('ABC', {}, { 'abx:1': 'ABX' })
  const { here, there, joined } = strataOf(image, image.neighbour, false)
  expect(there.slice(0, 2).map(({ height }) => height)).toEqual(here.slice(0, 2).map(({ height }) => height))
  expect(there.map(({ fate }) => fate)).toEqual(['held', 'held', 'other'])
  expect(joined).toBe(2)
})

test('a larger layer is taller, and the smallest of very many is still to be seen', async () => {
  const layer = (size: number) => ({ diffId: diffIdOf('A'), size, fate: 'kept' as const, createdBy: '' })
  const draw = (sizes: number[]) =>
    strataOf({ place: 0, name: '', tags: [], platform: '', layers: sizes.map(layer) }, undefined, false).here
  const [small, large] = draw([1000, 1_000_000_000])
  expect(small!.height).toBeGreaterThan(20)
  expect(large!.height).toBeGreaterThan(2 * small!.height)
  const many = draw(Array.from({ length: 120 }, (_, at) => (at === 0 ? 5e9 : 1)))
  expect(Math.min(...many.map(({ height }) => height))).toBeGreaterThanOrEqual(4)
  expect(many.reduce((sum, { height }) => sum + height, 0)).toBeLessThan(1500)
})
