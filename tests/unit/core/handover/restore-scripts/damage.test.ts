import { gunzipSync, gzipSync } from 'node:zlib'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { Desk, languages, runMany, type Language, type Run } from '../../../../fixtures/restoring-by-script'
import { readTar } from '../../../../fixtures/read-tar'
import { tarOf, type Bytes } from '../../../../fixtures/tar'

const desk = new Desk()
const base = tarOf([
  { name: 'one/layer.tar', body: sources[0] },
  { name: 'two/layer.tar', body: sources[1] },
  { name: 'held.tar', body: heldLayer },
])
desk.put('base.tar', base)

const flipped = (bytes: Bytes, bit: number): Bytes => {
  const copy = bytes.slice()
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

/** Each was refused, and left no file, or did no harm. */
async function outcomes(language: Language, whole: Bytes, runs: readonly Pick<Run, 'compact' | 'base'>[]) {
  const all = runs.map((run, at) => ({ ...run, out: `${language}-${at}.out` }))
  const states = await runMany(desk, language, all)
  const told = states.map((state, at) => {
    const left = [all[at]!.out, `${all[at]!.out}.part`].map(desk.path).filter(existsSync)
    const bytes = left.map((path) => readFileSync(path))
    left.forEach((path) => rmSync(path))
    if (state === 0 && bytes.length === 1 && bytes[0]!.equals(whole)) return 'equal'
    return state === 4 && bytes.length === 0 ? 'refused' : `${state}, ${bytes.length} left, ${JSON.stringify(all[at])}`
  })
  expect(told).toHaveLength(runs.length)
  return new Set(told)
}

/** Bits all over a file, by steps that have no measure in common with its blocks. */
const bits = (bytes: Bytes, count: number) =>
  Array.from({ length: count }, (_, at) => Math.floor(((at + 0.618) * bytes.length * 8) / count))

describe.each(languages)('%s lets no flipped bit pass', (language) => {
  test.each(['gzip', 'zstd'] as const)('in a compact archive of %s', async (codec) => {
    const { whole, members } = example({ codec, frame: codec === 'gzip' ? 'plain' : codec })
    const compact = tarOf(members)
    const runs = bits(compact, 160).map((bit) => ({
      compact: desk.put(`${language}-${bit}.tar`, flipped(compact, bit)),
      base: 'base.tar',
    }))
    expect(await outcomes(language, whole, runs)).toEqual(new Set(['refused', 'equal']))
  })

  test('in a base', async () => {
    const { whole, members } = example()
    const compact = desk.put('app.compact.tar', tarOf(members))
    const runs = bits(base, 180).map((bit) => ({
      compact,
      base: desk.put(`${language}-base-${bit}.tar`, flipped(base, bit)),
    }))
    expect(await outcomes(language, whole, runs)).toEqual(new Set(['refused', 'equal']))
  })

  test('and no archive that is cut off', async () => {
    const { whole, members } = example({ codec: 'zstd', frame: 'zstd' })
    const compact = tarOf(members)
    const before = compact.length - 1024 - 512
    const lengths = [0, 1, 511, 512, 700, 1024, ...bits(compact.subarray(0, before), 24).map((bit) => bit >> 3)]
    const runs = lengths.map((length) => ({
      compact: desk.put(`${language}-${length}.tar`, compact.subarray(0, length)),
      base: 'base.tar',
    }))
    expect(await outcomes(language, whole, runs)).toEqual(new Set(['refused']))
  })
})

const codecs = ['gzip', 'zstd'] as const
const damages = codecs.flatMap((codec) =>
  (['/ops', '/literals', '/frame.tar'] as const).flatMap((ending) =>
    (['cut off', 'overwritten', 'empty'] as const).map((how) => [codec, ending, how] as const),
  ),
)

test.each(damages)(
  'packed by %s, %s that is %s is called damaged, by its place, and not the base',
  async (codec, ending, how) => {
    const { members } = example({ codec, frame: codec, saysWhole: false })
    const at = members.findIndex(({ name }) => name.includes(ending))
    const body = Uint8Array.from(members[at]!.body as Bytes)
    if (how === 'overwritten') body.fill(0xff, body.length >> 1, (body.length >> 1) + 8)
    const wrong = how === 'cut off' ? body.subarray(0, -9) : how === 'empty' ? body.subarray(0, 0) : body
    const archive = tarOf(members.map((one, place) => (place === at ? { ...one, body: wrong } : one)))
    desk.put('damaged.tar', archive)
    const { state, said } = await desk.runBoth(['damaged.tar', 'base.tar'])
    expect(state).toBe(4)
    expect(said).toMatch(
      new RegExp(
        `^FAILED: the compact archive is damaged: .*${ending}(?:\\.\\w+)? \\(at byte ${placeOf(archive, ending)}\\) is not`,
      ),
    )
  },
)

const placeOf = (archive: Bytes, ending: string) =>
  readTar(archive).find(({ name }) => name.includes(ending))!.header + 512

test('literals that are fewer than the note says are named, and ops that ask for more than it says', async () => {
  const { members } = example({ saysWhole: false })
  const changed = (ending: string, change: (body: Buffer) => Uint8Array) =>
    tarOf(
      members.map((one) =>
        one.name.endsWith(ending) ? { ...one, body: change(Buffer.from(one.body as Bytes)) } : one,
      ),
    )
  desk.put(
    'fewer.tar',
    changed('/literals', (body) => gzipSync(gunzipSync(body).subarray(0, -1))),
  )
  expect((await desk.runBoth(['fewer.tar', 'base.tar'])).said).toMatch(/damaged: layershed\/[0-9a-f]{64}\/literals \(/)
  desk.put(
    'more.tar',
    changed('/literals', (body) => gzipSync(Buffer.concat([gunzipSync(body), Buffer.alloc(1)]))),
  )
  expect((await desk.runBoth(['more.tar', 'base.tar'])).said).toMatch(/damaged: layershed\/[0-9a-f]{64}\/literals \(/)
  const note = (body: Buffer) =>
    Buffer.from(
      body
        .toString()
        .replace(/^(layer .* )([0-9]+)( [0-9]+)$/m, (_, a: string, b: string, c: string) => `${a}${Number(b) - 1}${c}`),
    )
  desk.put('asks.tar', changed('layershed/compact', note))
  expect((await desk.runBoth(['asks.tar', 'base.tar'])).said).toMatch(/damaged: layershed\/[0-9a-f]{64}\/ops \(/)
})
