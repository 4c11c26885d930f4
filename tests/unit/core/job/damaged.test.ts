import { expect, test } from 'vitest'
import { aroundDamage } from '../../../../src/state/jobs/around-damage'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { compacted, uncompacted, uncompactedBy } from '../../../fixtures/compacting'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { imageOfLayers } from '../../../fixtures/layered'
import { digestOf, pack, packed, type Packing } from '../../../fixtures/layers'
import { containerdArchive } from '../../../fixtures/oci-archives'
import { Desk } from '../../../fixtures/restoring-by-script'
import { fileOf, tarOf, type Bytes } from '../../../fixtures/tar'

const layer = (seed: number): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, 60_000) }])
const changed = layer(1)
changed.set(bytesOfSeed(6, 40), 9000)
const base = imageOfLayers([layer(1), layer(2)])
const brokenLayer = layer(1)
brokenLayer.set([1, 2, 3], 5000)
const broken = base.slice()
broken.set(brokenLayer, Buffer.from(base).indexOf(layer(1)))
const target = fileOf(imageOfLayers([changed, layer(2)]), 'app.tar')
const isSame = async (bytes: Bytes, file: File) => Buffer.compare(bytes, Buffer.from(await file.arrayBuffer())) === 0
const facts = { entry: '0/layer.tar', expected: digestOf(layer(1)), found: digestOf(brokenLayer) }

const made = (bases: readonly File[], of = target) =>
  aroundDamage((damaged) => compacted(of, bases, 'gzip', [], undefined, damaged))

/** An image whose first layer can’t be unpacked, or comes to other bytes than it is called by. */
function packedBadly(
  [first, ...others]: readonly [Bytes, ...Bytes[]],
  packing: Packing,
  how: 'corrupt' | 'other',
): Bytes {
  if (how === 'corrupt') {
    const image = imageOfLayers([first, ...others], packing)
    // The first block's header, behind that of the whole.
    const at = Buffer.from(image).indexOf(pack(first, packing)) + 9
    return image.fill(0xff, at, at + 4)
  }
  const other = first.slice()
  other.set([1, 2, 3], 5000)
  const image = Buffer.from(imageOfLayers([other, ...others], packing))
  image.write(digestOf(first), image.indexOf(digestOf(other)))
  return new Uint8Array(image)
}

test.each([
  ['another name', 'first.tar'],
  ['the same name', 'base.tar'],
])('of two bases that claim a layer the one that is right serves, the other one has %s', async (_, name) => {
  const bases = [fileOf(broken, name), fileOf(base, 'base.tar')]
  const { bytes, remarks } = await made(bases)
  expect(bytes.length).toBeLessThan(12_000)
  const compact = fileOf(bytes, 'app.compact.tar')
  const whole = await aroundDamage((damaged) => uncompactedBy(compact, bases, damaged))
  expect(await isSame(whole.bytes, target)).toBe(true)
  for (const told of [remarks, whole.remarks])
    expect(told).toMatchObject([{ code: 'damaged-in-one', facts: { file: name, ...facts } }])
})

test('what nobody else has is done without, and that is told', async () => {
  const lower = fileOf(imageOfLayers([layer(2)]), 'lower.tar')
  const { bytes, remarks, layers } = await made([fileOf(broken, 'base.tar'), lower])
  expect(remarks).toMatchObject([{ code: 'damaged-unused', facts: { file: 'base.tar', ...facts } }])
  expect(layers).toEqual([])
  // So it is made whole by what is sound alone.
  expect(await isSame(await uncompacted(fileOf(bytes, 'app.compact.tar'), [lower]), target)).toBe(true)
})

const bad = (['gzip', 'zstd'] as const).flatMap((packing) => [
  [packing, 'corrupt', 'packed-badly'] as const,
  [packing, 'other', 'damaged'] as const,
])

test.each(bad)('an old layer that is packed by %s and %s stops nothing', async (packing, how, code) => {
  const restored = async (bytes: Bytes, bases: readonly File[]) =>
    aroundDamage((damaged) => uncompactedBy(fileOf(bytes, 'app.compact.tar'), bases, damaged))
  const said = (name: string, file: string) => [{ code: `${code}-${name}`, facts: { file, entry: '0/layer.tar' } }]

  // Nobody wants it.
  const beside = fileOf(packedBadly([layer(3), layer(1), layer(2)], packing, how), 'beside.tar')
  const first = await made([beside])
  expect([first.remarks, first.layers.length]).toMatchObject([said('unused', 'beside.tar'), 1])
  expect(await isSame((await restored(first.bytes, [beside])).bytes, target)).toBe(true)

  // It is the one that was wanted.
  const alone = fileOf(packedBadly([layer(1), layer(2)], packing, how), 'alone.tar')
  const second = await made([alone])
  expect([second.remarks, second.layers]).toMatchObject([said('unused', 'alone.tar'), []])
  expect(await isSame((await restored(second.bytes, [alone])).bytes, target)).toBe(true)

  // Another one has it.
  const both = [alone, fileOf(imageOfLayers([layer(1)], 'gzip'), 'sound.tar')]
  const third = await made(both)
  expect([third.remarks, third.layers.length]).toMatchObject([said('in-one', 'alone.tar'), 1])
  const whole = await restored(third.bytes, both)
  expect([whole.remarks, await isSame(whole.bytes, target)]).toMatchObject([said('in-one', 'alone.tar'), true])
})

test('of a base that has nothing sound everything is carried', async () => {
  const { bytes, remarks } = await made([fileOf(packedBadly([layer(1)], 'gzip', 'corrupt'), 'base.tar')])
  expect(remarks).toMatchObject([{ code: 'packed-badly-unused' }])
  expect(await isSame(await uncompacted(fileOf(bytes, 'app.compact.tar'), []), target)).toBe(true)
})

test.each([
  ['corrupt', 'packed-corrupt'],
  ['other', 'base-damaged'],
] as const)('what is to be left out is refused where the one base that has it has it %s', async (how, code) => {
  const large: Bytes = tarOf([{ name: 'data', body: bytesOfSeed(4, 400_000) }])
  const app = fileOf(imageOfLayers([large, layer(2)], 'gzip-0'), 'app.tar')
  const bases = [fileOf(packedBadly([large, layer(2)], 'gzip', how), 'base.tar')]
  await expect(made(bases, app)).rejects.toMatchObject({ code })
  const { plan, remarks } = await made([...bases, fileOf(imageOfLayers([large], 'gzip'), 'sound.tar')], app)
  expect([plan.items.map(({ kind }) => kind), remarks.length]).toEqual([['held', 'held'], 1])
})

test('a blob that another base has in another packing is not to be had there: what is damaged is told', async () => {
  const plain = { tags: ['app:1'], layers: ['A', 'B'] } as const
  const app = { ...plain, packing: 'gzip' } as const
  const there = tarOf(containerdArchive([{ ...app, layers: ['A'] }]))
  const flipped = there.slice()
  flipped[Buffer.from(there).indexOf(packed('A', 'gzip')) + 50]! ^= 1
  const { bytes } = await made([fileOf(there, 'base.tar')], fileOf(tarOf(containerdArchive([app])), 'app.tar'))
  const bases = [fileOf(flipped, 'base.tar'), fileOf(tarOf(legacyArchive([plain])), 'plain.tar')]
  const restored = aroundDamage((damaged) => uncompactedBy(fileOf(bytes, 'app.compact.tar'), bases, damaged))
  await expect(restored).rejects.toMatchObject({ code: 'base-damaged', facts: { file: 'base.tar' } })
})

test('the scripts take the one that is right, too', async () => {
  const desk = new Desk()
  desk.put('app.compact.tar', (await made([fileOf(base, 'base.tar')])).bytes)
  desk.put('first.tar', broken)
  desk.put('base.tar', base)
  const { state, out } = await desk.runBoth(['app.compact.tar', 'first.tar', 'base.tar'])
  expect([state, await isSame(new Uint8Array(out), target)]).toEqual([0, true])
})
