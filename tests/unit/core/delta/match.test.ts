import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Matcher } from '../../../../src/core/delta/match'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat } from '../../../fixtures/tar'

const matcher = new Matcher()

function matched(residual: Uint8Array, reference: Uint8Array) {
  const { literal, length, from, literals } = matcher.match(residual, reference)
  return { matches: [...from].map((place, at) => [literal[at], length[at], place]), literals }
}

test('literals and matches, one behind the other, are the residual, whatever the table held before', () => {
  const part = fc.oneof(fc.record({ from: fc.nat(900), length: fc.nat(300) }), fc.uint8Array({ maxLength: 60 }))
  fc.assert(
    fc.property(fc.array(part), fc.nat(9), (parts, seed) => {
      const reference = bytesOfSeed(seed, 1000)
      const residual = concat(
        ...parts.map((one) =>
          one instanceof Uint8Array ? one.slice() : reference.slice(one.from, one.from + one.length),
        ),
      )
      const { matches, literals } = matched(residual, reference)
      const pieces: Uint8Array[] = []
      let taken = 0
      for (const [literal = 0, length = 0, from = 0] of matches) {
        pieces.push(literals.subarray(taken, (taken += literal)), reference.subarray(from, from + length))
      }
      expect(Buffer.compare(Buffer.concat([...pieces, literals.subarray(taken)]), residual)).toBe(0)
    }),
  )
})

test('what stands there is found from its beginning, whatever lies before and behind', () => {
  const reference = bytesOfSeed(1, 5000)
  const residual = concat(bytesOfSeed(2, 100), reference.slice(1001, 1801), bytesOfSeed(3, 50))
  const { matches, literals } = matched(residual, reference)
  expect(matches).toEqual([[100, 800, 1001]])
  expect(literals).toHaveLength(150)
})

/** Goes on at its shift for `short` bytes, and elsewhere in the reference for `long`. */
function torn(short: number, long: number) {
  const [lead, next] = [bytesOfSeed(4, 200), bytesOfSeed(5, 300)]
  const apart = bytesOfSeed(6, 400)
  const reference = concat(lead, next.slice(0, short), apart, next)
  return matched(concat(lead, bytesOfSeed(7, 4), next.slice(4, long)), reference).matches
}

test('a place elsewhere is taken only where it gives more than a few bytes above the last shift', () => {
  expect(torn(40, 48)).toEqual([
    [0, 200, 0],
    [4, 36, 204],
  ])
  expect(torn(40, 49)).toEqual([
    [0, 200, 0],
    [4, 45, 644],
  ])
})

test('nothing is found of a reference that is shorter than what is hashed', () => {
  expect(matched(bytesOfSeed(1, 500), bytesOfSeed(1, 500).slice(100, 110)).matches).toEqual([])
  expect(matched(new Uint8Array(), new Uint8Array()).matches).toEqual([])
})
