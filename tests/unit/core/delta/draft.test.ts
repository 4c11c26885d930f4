import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Draft } from '../../../../src/core/delta/draft'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { rebuilt } from '../../../../src/core/delta/rebuild'
import { asColumns, meaningOf, OLD, plainSegment, SOURCES } from '../../../fixtures/recipes'

/** `OLD` as it lies among layers that nothing is made of. */
const GAPS = [100, 7, 31] as const
const layers = [
  new Uint8Array(GAPS[0]),
  OLD.slice(0, SOURCES[0]),
  new Uint8Array(GAPS[1]),
  OLD.slice(SOURCES[0]),
  new Uint8Array(GAPS[2]),
]
const old = new OldSpace(layers.map((bytes) => new Blob([bytes])))
const placed = (address: number) => address + GAPS[0] + (address < SOURCES[0] ? 0 : GAPS[1])

async function* once(bytes: Uint8Array) {
  yield bytes
}

test('of layers that nothing is made of ops say nothing, and the others are enough to rebuild it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(plainSegment, { minLength: 1, maxLength: 3 }), async (plain) => {
      const draft = new Draft(old)
      for (const one of plain)
        draft.add(
          asColumns({
            ...one,
            references: one.references.map((range) => ({ ...range, start: placed(range.start) })),
            steps: one.steps.map((step) => ({ ...step, from: placed(step.from) })),
          }),
        )
      const sources = draft.sources()
      const [first, second] = [1, 3].map((at) => sources.includes(at))
      if (first || second) expect(sources.every((at) => at === 1 || at === 3)).toBe(true)
      const ops = Buffer.concat([...draft.ops(sources)])
      const literals = Buffer.concat(plain.map((one) => one.literals))
      const expected = plain.flatMap(meaningOf)
      const announced = { size: expected.length, literals: literals.length, segments: plain.length }
      const named = new OldSpace(sources.map((at) => new Blob([layers[at]!])))
      const made: number[] = []
      for await (const chunk of rebuilt(announced, once(ops), once(literals), named)) made.push(...chunk)
      expect(made).toEqual(expected)
    }),
  )
})

test('what is to be copied from a layer that is not named is told, and not written', () => {
  const none = { literal: [], length: [], from: [] }
  const copying = (from: number) => {
    const steps = { residual: [0], copy: [9], from: [placed(from)] }
    const draft = new Draft(old)
    draft.add({ residual: 0, references: { start: [], length: [] }, steps, matches: none })
    return [...draft.ops([1])]
  }
  expect(() => copying(5)).not.toThrow()
  for (const from of [SOURCES[0] + 5, 4000]) expect(() => copying(from)).toThrow('something else')
})

test('a layer that is made of nothing old names one source all the same: without one it is none', () => {
  const draft = new Draft(old)
  draft.add(
    asColumns({ literals: new Uint8Array(9), references: [], matches: [], steps: [{ residual: 9, copy: 0, from: 0 }] }),
  )
  expect(draft.sources()).toEqual([0])
})

test('a step that copies nothing needs no old layer, whatever place it names', () => {
  const draft = new Draft(old)
  const none = { literal: [], length: [], from: [] }
  const steps = { residual: [9, 9], copy: [0, 5], from: [0, placed(4000)] }
  draft.add({ residual: 18, references: { start: [], length: [] }, steps, matches: none })
  expect(draft.sources()).toEqual([3])
})
