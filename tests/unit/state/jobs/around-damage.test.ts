import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import type { Damaged } from '../../../../src/core/job/compact/damaged'
import { aroundDamage, throwNotUnpacked } from '../../../../src/state/jobs/around-damage'

const damaged = (file: string) =>
  new ArchiveError('base-damaged', { file, entry: 'a/layer.tar', expected: 'sha256:1', found: 'sha256:2' })
const corrupt = new ArchiveError('packed-corrupt', { file: 'x.tar: b', packing: 'gzip', offset: 1, reason: '' })
const layer = { file: 'x.tar', entry: 'b', blob: new Blob(), encoding: 'gzip' } as const

/** Fails in turn, and is right in the end. */
function failing(...errors: readonly unknown[]) {
  const told: (readonly Damaged[])[] = []
  const work = async (damaged: readonly Damaged[]) => {
    told.push(damaged)
    const thrown = errors[told.length - 1]
    if (thrown !== undefined) throw thrown
    return 'made'
  }
  return { told, work }
}

const unpacking = (thrown: unknown) => Promise.reject(thrown).catch(throwNotUnpacked(layer)).catch((one: unknown) => one) // prettier-ignore

test('what is damaged is told to the next attempt, layer by layer', async () => {
  const { told, work } = failing(damaged('a.tar'), await unpacking(corrupt))
  const around = await aroundDamage(work)
  const [first, second] = [
    { file: 'a.tar', entry: 'a/layer.tar', fault: damaged('a.tar').fault },
    { file: 'x.tar', entry: 'b', fault: corrupt.fault },
  ]
  expect(told).toEqual([[], [first], [first, second]])
  expect(around).toEqual({ made: 'made', damaged: [first, second] })
})

test('what is told again nobody else has', async () => {
  const { told, work } = failing(damaged('a.tar'), damaged('a.tar'))
  await expect(aroundDamage(work)).rejects.toMatchObject({ code: 'base-damaged', facts: { file: 'a.tar' } })
  expect(told).toHaveLength(2)
})

test('what went wrong with a packed layer is said as it was', async () => {
  const { work } = failing(await unpacking(corrupt), await unpacking(corrupt))
  await expect(aroundDamage(work)).rejects.toMatchObject({ code: 'packed-corrupt', facts: { file: 'x.tar: b' } })
})

test.each([new ArchiveError('layer-nowhere', { file: 'a', image: 'b', layer: 1, found: 'c' }), new Error('other')])(
  'nothing is tried again after anything else',
  async (thrown) => {
    for (const one of [thrown, await unpacking(thrown)]) {
      const { told, work } = failing(one)
      await expect(aroundDamage(work)).rejects.toBe(thrown)
      expect(told).toHaveLength(1)
    }
  },
)
