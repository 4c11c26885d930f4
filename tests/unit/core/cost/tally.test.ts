import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fates, type EntryCost } from '../../../../src/core/cost/entry-cost'
import { rowsOf } from '../../../../src/core/cost/rows'
import { Tally } from '../../../../src/core/cost/tally'

const cost = fc.nat({ max: 100_000 })
const share = cost.map((cost) => ({ literal: cost, cost }))
const path = fc
  .array(fc.constantFrom('usr', 'share', 'doc', 'lib', 'app', 'var', 'log', 'x', '层'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('/'))
const entry: fc.Arbitrary<EntryCost> = fc.record({
  path,
  fate: fc.constantFrom(...fates, undefined),
  size: fc.nat({ max: 1_000_000 }),
  isRetimed: fc.boolean(),
  header: share,
  data: share,
})

const tallied = (entries: readonly EntryCost[]) => {
  const tally = new Tally()
  for (const one of entries) tally.add(one)
  return tally
}
const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)

test('nothing that is carried is lost or counted twice', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const tally = tallied(entries)
      const costs = sum(entries.map(({ header, data }) => header.cost + data.cost))
      expect(tally.cost).toBe(costs)
      const parts = [...tally.kinds.values()].map(({ sum }) => sum.cost)
      expect(sum([...parts, ...[...tally.folders.values()].map(({ cost }) => cost), tally.headers.cost])).toBe(costs)
    }),
  )
})

test('two layers come to what they come to together', () => {
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), (one, other) => {
      const both = new Tally()
      for (const entries of [one, other]) both.merge(tallied(entries), 1)
      const all = tallied([...one, ...other])
      expect(both.cost).toBe(all.cost)
      expect(both.folders).toEqual(all.folders)
      expect(both.fates).toEqual(all.fates)
      expect(both.files.top.map(({ cost }) => cost)).toEqual(all.files.top.map(({ cost }) => cost))
    }),
  )
})

test('rows share nothing: together they are at most all that is carried', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const tally = tallied(entries)
      const rows = rowsOf(tally)
      expect(rows.length).toBeLessThanOrEqual(10)
      expect(sum(rows.map(({ cost }) => cost))).toBeLessThanOrEqual(tally.cost)
      const files = rows.filter(({ what }) => what !== 'headers').map(({ files }) => files)
      expect(sum(files)).toBeLessThanOrEqual(entries.filter(({ fate }) => fate).length)
      for (const row of rows) expect(row.files).toBeGreaterThan(0)
      expect(rows.map(({ cost }) => cost)).toEqual(rows.map(({ cost }) => cost).toSorted((a, b) => b - a))
    }),
  )
})

const added = (path: string, cost: number): EntryCost => ({
  path,
  fate: 'added',
  size: cost,
  isRetimed: false,
  header: { literal: 0, cost: 0 },
  data: { literal: cost, cost },
})
const told = (entries: readonly EntryCost[]) =>
  rowsOf(tallied(entries)).map((row) => [
    row.what === 'file' ? row.file.path : row.what === 'kind' ? row.kind : row.what === 'headers' ? '' : row.path,
    row.what,
    row.cost,
  ])
const many = (count: number, name: (at: number) => string, cost: number) =>
  Array.from({ length: count }, (_, at) => added(name(at), cost))

test('the folder that explains most is named, not what it holds, nor what holds it', () => {
  const fonts = many(100, (at) => `usr/share/fonts/truetype/f${at}/a.ttf`, 60)
  expect(told([...fonts, added('usr/bin/tool', 3000), ...many(10, (at) => `etc/${at}`, 100)])).toEqual([
    ['usr/share/fonts/truetype', 'folder', 6000],
    ['usr/bin/tool', 'file', 3000],
    ['etc', 'folder', 1000],
  ])
})

test('a file that is large is told for itself, and the rest of its folder as one', () => {
  const rest = many(50, (at) => `app/lib/${at}.jar`, 40)
  expect(told([added('app/lib/main.jar', 5000), ...rest, added('app/readme', 30)])).toEqual([
    ['app/lib/main.jar', 'file', 5000],
    ['app/lib', 'rest', 2000],
  ])
})

test('files of a kind are told together, wherever they lie', () => {
  const bytecode = many(40, (at) => `usr/lib/python3/p${at}/__pycache__/x.pyc`, 100)
  expect(told([...bytecode, added('usr/lib/python3/p1/x.py', 500)])[0]).toEqual(['bytecode', 'kind', 4000])
})

test('paths deeper than anybody writes count for a folder above, and hold up nobody', () => {
  const comb = many(2000, (at) => `${'a/'.repeat(at)}f`, 10)
  const tally = tallied([...comb, ...many(1000, (at) => `${'b/'.repeat(2000)}${at}/f`, 10)])
  expect(tally.cost).toBe(30_000)
  expect(Math.max(...[...tally.folders.keys()].map((path) => path.split('/').length))).toBe(64)
  const rows = rowsOf(tally)
  expect(sum(rows.map(({ cost }) => cost))).toBeLessThanOrEqual(tally.cost)
})
