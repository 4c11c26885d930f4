import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import type { Damaged } from '../../../../src/core/job/damaged'
import type { StoredLayer } from '../../../../src/core/layer/stack'
import { aroundDamage, refuseDamaged, unpackedInTurn } from '../../../../src/state/jobs/around-damage'

const other = (file: string) =>
  new ArchiveError('base-damaged', { file, entry: 'a/layer.tar', expected: 'sha256:1', found: 'sha256:2' })
const of = (file: string): Damaged => ({ file, entry: 'a/layer.tar', fault: other(file).fault })

/** Fails in turn, and is right in the end. */
function failing(...errors: readonly (() => unknown)[]) {
  const told: (readonly Damaged[])[] = []
  const work = async (damaged: readonly Damaged[]) => {
    told.push(damaged)
    await errors[told.length - 1]?.()
    return 'made'
  }
  return { told, work }
}

const throwing = (thrown: unknown) => () => {
  throw thrown
}

test('what is damaged is told to the next attempt, as it turns up', async () => {
  const several = [of('b.tar'), of('c.tar')]
  const { told, work } = failing(throwing(other('a.tar')), () => refuseDamaged(several))
  expect(await aroundDamage(work)).toBe('made')
  expect(told).toEqual([[], [of('a.tar')], [of('a.tar'), ...several]])
})

test.each([throwing(other('a.tar')), () => refuseDamaged([of('a.tar')])])(
  'what is told again nobody else has',
  async (again) => {
    const { told, work } = failing(again, again)
    await expect(aroundDamage(work)).rejects.toMatchObject({ code: 'base-damaged', facts: { file: 'a.tar' } })
    expect(told).toHaveLength(2)
  },
)

test.each([new ArchiveError('layer-nowhere', { file: 'a', image: 'b', layer: 1, found: 'c' }), new Error('other')])(
  'nothing is tried again after anything else',
  async (thrown) => {
    const { told, work } = failing(throwing(thrown))
    await expect(aroundDamage(work)).rejects.toBe(thrown)
    expect(told).toHaveLength(1)
  },
)

const layer = (entry: string): StoredLayer => ({ file: 'x.tar', entry, blob: new Blob(), encoding: 'gzip' })
const layers = ['a', 'b', 'c'].map(layer)
const corrupt = (entry: string) =>
  new ArchiveError('packed-corrupt', { file: `x.tar: ${entry}`, packing: 'gzip', offset: 1, reason: '' })

test('all layers that can’t be unpacked are told of together', async () => {
  const bad = async ({ entry, blob }: StoredLayer) => {
    if (entry !== 'b') throw corrupt(entry)
    return blob
  }
  const { told, work } = failing(() => unpackedInTurn(layers, bad))
  expect(await aroundDamage(work)).toBe('made')
  expect(told[1]).toEqual(['a', 'c'].map((entry) => ({ file: 'x.tar', entry, fault: corrupt(entry).fault })))
  expect(await unpackedInTurn(layers.slice(1, 2), bad)).toHaveLength(1)
})

test('whatever else goes wrong with one is told at once', async () => {
  const thrown = new ArchiveError('out-of-space', { file: 'x.tar', expected: 2, found: 1 })
  await expect(unpackedInTurn(layers, async () => Promise.reject(thrown))).rejects.toBe(thrown)
})
