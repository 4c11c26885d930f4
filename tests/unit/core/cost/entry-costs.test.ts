import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EntryCost } from '../../../../src/core/cost/entry-cost'
import { bytesOfSeed, changedBytes, changedLayers } from '../../../fixtures/changed-layers'
import { costsOf, wholeCostsOf } from '../../../fixtures/costs'
import { readTar } from '../../../fixtures/read-tar'
import { concat, tarOf, type Bytes } from '../../../fixtures/tar'

const sum = (costs: readonly EntryCost[], of: (one: EntryCost) => number) =>
  costs.reduce((total, one) => total + of(one), 0)
/** Those with holes are told with what is no file. */
const filesOf = (tar: Bytes) =>
  readTar(tar).flatMap(({ name, type, body }) =>
    type === '0' && !name.startsWith('GNUSparseFile') ? [{ path: name, body }] : [],
  )
const literals = ({ header, data }: EntryCost) => header.literal + data.literal

test('every literal byte is some entry’s, and none is two', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(changedLayers, { minLength: 1, maxLength: 3 }), async (pairs) => {
      const { costs, recipe } = await costsOf(
        pairs[0]!.fresh,
        pairs.map(({ old }) => old),
      )
      expect(sum(costs, literals)).toBe(recipe.literals)
    }),
    { numRuns: 100 },
  )
})

test('what is no tar is no entry’s, and counted all the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (bytes) => {
      const { costs, recipe } = await costsOf(concat(bytes, bytesOfSeed(1, 900)), [bytesOfSeed(1, 4000)])
      expect(sum(costs, literals)).toBe(recipe.literals)
    }),
  )
})

test('what a file became is what its bytes became', async () => {
  await fc.assert(
    fc.asyncProperty(changedLayers, fc.boolean(), async ({ old, fresh }, whole) => {
      const before = filesOf(old)
      const files = filesOf(fresh)
      const told = (whole ? await wholeCostsOf(fresh, [old]) : (await costsOf(fresh, [old])).costs).filter(
        ({ fate }) => fate,
      )
      expect(told.map(({ path }) => path).toSorted()).toEqual(files.map(({ path }) => path).toSorted())
      for (const { path, fate, size } of told) {
        const was = before.filter((one) => one.path === path)
        const now = files.filter((one) => one.path === path && one.body.length === size)
        const equal = was.some(({ body }) => now.some((one) => Buffer.compare(one.body, body) === 0))
        if (was.length === 0) expect(['added', 'moved']).toContain(fate)
        else if (fate === 'unchanged') expect(equal).toBe(true)
        else expect(fate).toBe('changed')
        if (fate === 'moved')
          expect(before.some(({ body }) => now.some((one) => Buffer.compare(one.body, body) === 0))).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

const file = (name: string, seed: number, size = 60_000) => ({ name, body: bytesOfSeed(seed, size) })

test('files that are as they were, changed, moved and new are told apart, in whatever order', async () => {
  const old = tarOf([file('./kept', 1), file('./changed', 2), file('./from', 3), file('gone', 4), file('empty', 0, 0)])
  const changed = changedBytes(bytesOfSeed(2, 60_000), [{ kind: 'insert', at: 20_000, length: 300 }])
  const fresh = tarOf([
    { name: 'new', body: bytesOfSeed(5, 9216) },
    file('to', 3),
    file('empty', 0, 0),
    { name: 'changed', body: changed },
    file('kept', 1),
  ])
  const { costs } = await costsOf(fresh, [old])
  const of = (path: string) => costs.find((one) => one.path === path)!
  expect(costs.map(({ path, fate }) => [path, fate])).toEqual(
    expect.arrayContaining([
      ['kept', 'unchanged'],
      ['changed', 'changed'],
      ['to', 'moved'],
      ['new', 'added'],
      ['empty', 'unchanged'],
    ]),
  )
  expect(of('new').data.literal).toBe(9216)
  expect(of('kept').data.literal).toBe(0)
  expect(of('changed').data.literal).toBeGreaterThanOrEqual(300)
  expect(of('changed').data.literal).toBeLessThan(500)
})

test('what is the same in two old layers is unchanged, wherever its bytes come from', async () => {
  const [one, other] = [tarOf([file('a', 1), file('b', 2)]), tarOf([file('x', 4), file('b', 2), file('c', 3)])]
  const { costs } = await costsOf(tarOf([file('x', 4), file('b', 2), file('c', 3), file('a', 1)]), [one, other])
  expect(costs.filter(({ fate }) => fate).map(({ fate }) => fate)).toEqual(Array(4).fill('unchanged'))
})

test('what packs well costs less than what does not, byte for byte', async () => {
  const text = Buffer.from('all work and no play makes jack a dull boy\n'.repeat(2000))
  const { costs } = await costsOf(tarOf([{ name: 'text', body: text }, file('packed', 1, text.length)]), [
    tarOf([file('old', 9)]),
  ])
  const cost = (path: string) => costs.find((one) => one.path === path)!.data.cost
  expect(cost('packed')).toBeGreaterThan(0.95 * text.length)
  expect(cost('text')).toBeLessThan(0.05 * text.length)
})

test('of a layer that is carried whole every byte is some entry’s', async () => {
  await fc.assert(
    fc.asyncProperty(changedLayers, async ({ old, fresh }) => {
      expect(sum(await wholeCostsOf(fresh, [old]), literals)).toBe(fresh.length)
    }),
    { numRuns: 30 },
  )
})

test('all entries together cost what all blocks and the ops came to', async () => {
  let packed = 0
  const weigh = (bytes: Uint8Array) => {
    packed += bytes.length / 2
    return bytes.length / 2
  }
  const members = Array.from({ length: 300 }, (_, at) => file(`d/${at}`, at % 7, 3000 + at))
  const { costs, recipe } = await costsOf(tarOf(members), [tarOf([file('old', 2, 3000)])], weigh)
  expect(packed).toBe(recipe.literals / 2)
  const total = sum(costs, ({ header, data }) => header.cost + data.cost)
  expect(total).toBeGreaterThan(packed)
  expect(total).toBeLessThanOrEqual(packed + recipe.ops.length)
})
