import { describe, expect, test } from 'vitest'
import { parseNote } from '../../../../../src/core/delta/parse-note'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { digestOf } from '../../../../fixtures/layers'
import { readTar } from '../../../../fixtures/read-tar'
import { Desk } from '../../../../fixtures/restoring-by-script'
import { fileOf, tarOf, utf8, type Bytes, type Member } from '../../../../fixtures/tar'

const UID = 108
const owned: Member['over'] = [[UID, utf8('0001750\0')]]
const files = (seeds: readonly number[], more: Partial<Member> = {}, folder = 'usr/lib'): Member[] =>
  seeds.map((seed) => ({ name: `${folder}/${seed}.so`, body: bytesOfSeed(seed, 30_000), ...more }))

const base = tarOf(files([11, 12, 13, 14]))
const app = tarOf([{ name: 'app/app', body: bytesOfSeed(15, 50_000) }])

async function made(layers: readonly Bytes[], bases: readonly (readonly Bytes[])[], packing?: 'gzip') {
  const target = fileOf(imageOfLayers(layers), 'new.tar')
  const olds = bases.map((one, at) => fileOf(imageOfLayers(one, packing), `base ${at}.tar`))
  const { bytes, plan } = await compacted(target, olds, 'gzip')
  const note = parseNote(Buffer.from(readTar(bytes)[0]!.body).toString())
  const whole = await uncompacted(fileOf(bytes, 'x.compact.tar'), olds)
  const isSame = Buffer.compare(whole, Buffer.from(await target.arrayBuffer())) === 0
  return { bytes, note, plan, isSame, olds, target }
}

describe('a layer that repeats files of one that a base has, too, is made of that', () => {
  test.each([
    ['other owners', files([11, 12, 13, 14], { over: owned })],
    ['other folders', files([11, 12, 13, 14], {}, 'opt/lib')],
    ['an upgrade', files([11, 12, 13, 14]).map((one) => ({ ...one, body: bytesOfSeed(11, 31_000) }))],
  ])('%s', async (_, repeating) => {
    for (const packing of [undefined, 'gzip'] as const) {
      const layer = tarOf(repeating)
      const { bytes, note, isSame } = await made([base, layer], [[base]], packing)
      expect(isSame).toBe(true)
      expect(bytes.length).toBeLessThan(45_000)
      expect(note.held.map(({ diffId }) => diffId)).toEqual([digestOf(base)])
      expect(note.layers[0]?.sources.map(({ diffId }) => diffId)).toEqual([digestOf(base)])
    }
  })

  test('beside an old layer of its own', async () => {
    const [changed, upgraded] = [app.slice(), tarOf(files([11, 12, 13], { over: owned }))]
    changed.set(bytesOfSeed(6, 40), 9000)
    const { bytes, note, isSame } = await made([base, changed, upgraded], [[app], [base]])
    expect([isSame, note.layers.map(({ sources }) => sources.length)]).toEqual([true, [1, 1]])
    expect(bytes.length).toBeLessThan(15_000)
  })

  test('the scripts make it again, too', async () => {
    const desk = new Desk()
    const { bytes, olds, target } = await made([base, tarOf(files([11, 12, 13], { over: owned }))], [[base]])
    desk.put('x.compact.tar', bytes)
    desk.put('base.tar', new Uint8Array(await olds[0]!.arrayBuffer()))
    const { state, out } = await desk.runBoth(['x.compact.tar', 'base.tar'])
    expect([state, Buffer.compare(out, Buffer.from(await target.arrayBuffer()))]).toEqual([0, 0])
  })

  test('the archive’s own is blamed where it is damaged', async () => {
    const image = imageOfLayers([base, tarOf(files([11, 12, 13], { over: owned }))])
    const at = Buffer.from(image).indexOf(Buffer.from(bytesOfSeed(12, 30_000).subarray(0, 64)))
    image.set([1, 2, 3], at)
    await expect(
      compacted(fileOf(image, 'new.tar'), [fileOf(imageOfLayers([base]), 'base.tar')]),
    ).rejects.toMatchObject({
      code: 'layer-damaged',
      facts: { file: 'new.tar', entry: '0/layer.tar' },
    })
  })
})

describe('it is left alone', () => {
  const heldOlds = ({ plan }: Awaited<ReturnType<typeof made>>) => plan.olds.filter(({ own }) => own).length

  test('where nothing of it is repeated, or too little', async () => {
    const strange = tarOf(files([21, 22, 23], {}, 'srv'))
    for (const layer of [strange, tarOf(files([11, 12]).slice(0, 2))])
      expect(heldOlds(await made([base, layer], [[base]]))).toBe(0)
  })

  test('where an old layer has those files already', async () => {
    const old = tarOf(files([11, 12, 13, 14], { over: owned }))
    const fresh = tarOf([...files([11, 12, 13, 14], { over: owned }), { name: 'more', body: bytesOfSeed(5, 3000) }])
    const one = await made([base, fresh], [[base, old]])
    expect([heldOlds(one), one.isSame]).toEqual([0, true])
    expect(one.bytes.length).toBeLessThan(15_000)
  })
})
