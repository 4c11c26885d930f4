import { expect, test } from 'vitest'
import { remarkOf } from '../../../../../src/core/job/compact/damaged'
import { aroundDamage } from '../../../../../src/state/jobs/around-damage'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { digestOf } from '../../../../fixtures/layers'
import { Desk } from '../../../../fixtures/restoring-by-script'
import { fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const layer = (seed: number): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, 60_000) }])
const changed = layer(1)
changed.set(bytesOfSeed(6, 40), 9000)
const base = imageOfLayers([layer(1), layer(2)])
const brokenLayer = layer(1)
brokenLayer.set([1, 2, 3], 5000)
const broken = base.slice()
broken.set(brokenLayer, Buffer.from(base).indexOf(layer(1)))
const target = fileOf(imageOfLayers([changed, layer(2)]), 'app.tar')
const isWhole = async (bytes: Bytes) => Buffer.compare(bytes, Buffer.from(await target.arrayBuffer())) === 0

const made = (bases: readonly File[]) =>
  aroundDamage((damaged) => compacted(target, bases, 'gzip', [], undefined, damaged))

test.each([
  ['another name', 'first.tar'],
  ['the same name', 'base.tar'],
])('of two bases that claim a layer the one that is right serves, the other one has %s', async (_, name) => {
  const bases = [fileOf(broken, name), fileOf(base, 'base.tar')]
  const {
    made: { bytes },
    damaged,
  } = await made(bases)
  expect(bytes.length).toBeLessThan(12_000)
  const compact = fileOf(bytes, 'app.compact.tar')
  const whole = await aroundDamage((damaged) => uncompacted(compact, bases, undefined, damaged))
  expect(await isWhole(whole.made)).toBe(true)
  const facts = { file: name, entry: '0/layer.tar', expected: digestOf(layer(1)), found: digestOf(brokenLayer) }
  for (const told of [damaged, whole.damaged])
    expect(told.map(remarkOf)).toMatchObject([{ code: 'damaged-in-one', facts }])
})

test('of what can’t be unpacked no digest is known', () => {
  const fault = { code: 'packed-truncated', facts: { file: 'a.tar: b', packing: 'gzip', offset: 1 } } as const
  const told = remarkOf({ file: 'a.tar', entry: 'b', fault })
  expect(told).toMatchObject({ code: 'packed-badly-in-one', facts: { file: 'a.tar', entry: 'b' } })
})

test('what nobody else has is told', async () => {
  const bases = [fileOf(broken, 'base.tar'), fileOf(imageOfLayers([layer(2)]), 'other.tar')]
  await expect(made(bases)).rejects.toMatchObject({
    code: 'base-damaged',
    facts: { file: 'base.tar', entry: '0/layer.tar' },
  })
})

test('the scripts take the one that is right, too', async () => {
  const desk = new Desk()
  desk.put('app.compact.tar', (await made([fileOf(base, 'base.tar')])).made.bytes)
  desk.put('first.tar', broken)
  desk.put('base.tar', base)
  const { state, out } = await desk.runBoth(['app.compact.tar', 'first.tar', 'base.tar'])
  expect([state, await isWhole(new Uint8Array(out))]).toEqual([0, true])
})
