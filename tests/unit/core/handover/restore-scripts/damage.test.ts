import { existsSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { Desk, languages, runMany, type Language, type Run } from '../../../../fixtures/restoring-by-script'
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

test('what is damaged is called so, and not the base', async () => {
  const { members } = example({ saysWhole: false })
  const literals = members.findIndex(({ name }) => name.endsWith('/literals'))
  const other = example({ codec: 'gzip' }).members[literals]!
  const wrong = members.map((one, at) => (at === literals ? { ...other, body: other.body.slice(0, -9) } : one))
  desk.put('cut.tar', tarOf(wrong))
  const { state, said } = await desk.runBoth(['cut.tar', 'base.tar'])
  expect([state, said]).toEqual([
    4,
    expect.stringMatching(/^FAILED: the compact archive is damaged: .*\/literals is not/),
  ])
})
