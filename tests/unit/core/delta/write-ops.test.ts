import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OldSpace } from '../../../../src/core/delta/old-space'
import { rebuilt } from '../../../../src/core/delta/rebuild'
import { opsOf, usedSources } from '../../../../src/core/delta/write-ops'
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
      const segments = plain.map((one) =>
        asColumns({
          ...one,
          references: one.references.map((range) => ({ ...range, start: placed(range.start) })),
          steps: one.steps.map((step) => ({ ...step, from: placed(step.from) })),
        }),
      )
      const sources = usedSources(segments, old)
      const [first, second] = [1, 3].map((at) => sources.includes(at))
      if (first || second) expect(sources.every((at) => at === 1 || at === 3)).toBe(true)
      const ops = Buffer.concat([...opsOf(segments, old, sources)])
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
    return { residual: 0, references: { start: [], length: [] }, steps, matches: none }
  }
  expect(() => [...opsOf([copying(5)], old, [1])]).not.toThrow()
  for (const from of [SOURCES[0] + 5, 4000])
    expect(() => [...opsOf([copying(from)], old, [1])]).toThrow('something else')
})
