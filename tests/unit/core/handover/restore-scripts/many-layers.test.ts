import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Part } from '../../../../fixtures/compact-archives'
import { example, heldLayer, segments, sources } from '../../../../fixtures/compact-example'
import { digestOf, hexOf } from '../../../../fixtures/layers'
import { meaningOf } from '../../../../fixtures/recipes'
import { Desk, languages } from '../../../../fixtures/restoring-by-script'
import { bytesOf, tarOf, utf8, type Bytes } from '../../../../fixtures/tar'

const desk = new Desk()
desk.put('base.tar', tarOf([...sources, heldLayer].map((body, at) => ({ name: `${at}.tar`, body }))))

const COUNT = 12

/** A small layer of its own for each number. */
function changed(at: number): Part {
  const from = segments.map((one, place) =>
    place === 0 ? { ...one, literals: utf8(`literal ${100 + at} `.repeat(35)) } : one,
  )
  return { member: { name: `${at}/layer.tar`, body: Uint8Array.from(from.flatMap(meaningOf)) }, from }
}

const parts = Array.from({ length: COUNT }, (_, at) => changed(at))
const bodyOf = (at: number) => bytesOf(parts[at]!.member.body!)

describe.each(['zstd', 'gzip'] as const)('of many small layers, packed by %s,', (codec) => {
  const held: Part = { member: { name: 'held.tar', body: heldLayer }, from: 'held' }
  const { whole, members } = example({ parts: [...parts.slice(0, 5), held, ...parts.slice(5)], codec, frame: codec })
  desk.put(`${codec}.tar`, tarOf(members))

  test.each(languages)('%s starts few programs', async (language) => {
    for (const [tool, most] of [
      [codec, 3],
      ['sha256sum', 1],
    ] as const) {
      const { env, count } = desk.counting(tool)
      const { state, out } = await desk.run(language, [`${codec}.tar`, 'base.tar'], { env })
      expect([state, out.equals(whole)]).toEqual([0, true])
      expect(count()).toBeLessThanOrEqual(most)
    }
  })

  test('perl makes the same of them without any module', async () => {
    const { state, out } = await desk.run('perl', [`${codec}.tar`, 'base.tar'], { env: desk.bare() })
    expect([state, out.equals(whole)]).toEqual([0, true])
  })

  /** What both say where the seventh has another entry of this name. */
  async function saidOf(ending: string, change: (body: Bytes) => Uint8Array) {
    const name = `layershed/${hexOf(digestOf(bodyOf(6)))}/${ending}`
    const other = members.map((one) => (one.name === name ? { ...one, body: change(bytesOf(one.body)) as Bytes } : one))
    expect(other).not.toEqual(members)
    desk.put('damaged.tar', tarOf(other))
    const { state, said } = await desk.runBoth(['damaged.tar', 'base.tar'])
    expect([state, said.replace(/at byte \d+/, 'at byte N')]).toEqual([
      4,
      `FAILED: the compact archive is damaged: ${name} (at byte N) is not what was announced. ` +
        'Copy it again; where that does not help, make it anew\n',
    ])
  }

  test.each(['ops', 'literals'])('one whose %s are cut off, or overwritten, is told by its place', async (ending) => {
    await saidOf(ending, (body) => body.subarray(0, -5))
    await saidOf(ending, (body) => Uint8Array.from(body).fill(0xff, body.length - 12, body.length - 4))
  })
})

test('what is too much of one is not taken for the next one’s', async () => {
  const { members } = example({ parts, codec: 'gzip' })
  const name = `layershed/${hexOf(digestOf(bodyOf(6)))}/literals`
  const more = (body: Bytes) => gzipSync(Buffer.concat([gunzipSync(body), Buffer.alloc(1)])) as Bytes
  desk.put(
    'more.tar',
    tarOf(members.map((one) => (one.name === name ? { ...one, body: more(bytesOf(one.body)) } : one))),
  )
  const { state, said } = await desk.runBoth(['more.tar', 'base.tar'])
  expect([state, said]).toEqual([4, expect.stringContaining(`damaged: ${name} (at byte `)])
})

test('one that stands in many places comes to the same in each', async () => {
  const { whole, members } = example({
    parts: [0, 1, 0, 0, 2, 1].map((at) => parts[at]!),
    codec: 'zstd',
    saysWhole: false,
  })
  desk.put('often.tar', tarOf(members))
  const { state, out } = await desk.runBoth(['often.tar', 'base.tar'])
  expect([state, out.equals(whole)]).toEqual([0, true])
})

test('one of other ops is known by its hash', async () => {
  const { members } = example({ parts, codec: 'zstd', saysWhole: false })
  const [id, other] = [6, 7].map((at) => hexOf(digestOf(bodyOf(at))))
  const literals = new Map(members.map(({ name, body }) => [name, body]))
  const swapped = members.map((one) =>
    one.name === `layershed/${id}/literals` ? { ...one, body: literals.get(`layershed/${other}/literals`)! } : one,
  )
  desk.put('swapped.tar', tarOf(swapped))
  const { state, said } = await desk.runBoth(['swapped.tar', 'base.tar'])
  expect([state, said]).toEqual([
    4,
    expect.stringContaining(`damaged: layer sha256:${id} came to sha256:${other}, though its bases are right`),
  ])
})
