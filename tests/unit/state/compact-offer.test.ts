import { expect, test } from 'vitest'
import type { Estimate } from '../../../src/core/job/compact/estimate'
import { compactOffer, unmade } from '../../../src/state/compact-offer'
import { rowNamed } from '../../fixtures/rows'

const outputs = [
  { id: 'a', bytes: 15_000_000 },
  { id: 'b', bytes: 10_000_000 },
]
const by = (known: Readonly<Record<string, Estimate | undefined>>) => ({
  estimate: (id: string) => ({ about: known[id], isOpen: !(id in known) }),
})

test('once it is known of all, it is said what they would be', () => {
  const [a, b] = [
    { low: 1_000_000, high: 2_000_000, seconds: 2 },
    { low: 500_000, high: 4_000_000, seconds: 5 },
  ]
  expect(compactOffer(outputs, by({ a }))).toEqual({ bytes: 25_000_000, isOpen: true, about: undefined })
  const about = { low: 1_500_000, high: 6_000_000, seconds: 7 }
  expect(compactOffer(outputs, by({ a, b }))).toEqual({ bytes: 25_000_000, isOpen: false, about })
})

test('where it can’t be told of one, it is offered without a figure', () => {
  const a = { low: 1_000_000, high: 2_000_000, seconds: 2 }
  expect(compactOffer(outputs, by({ a, b: undefined }))).toEqual({ bytes: 25_000_000, isOpen: false, about: undefined })
})

test('what is little, or would be hardly less, is not offered', () => {
  expect(compactOffer(outputs.slice(0, 1), by({}))).toBeUndefined()
  const much = { low: 12_000_000, high: 16_000_000, seconds: 1 }
  expect(compactOffer(outputs, by({ a: much, b: much }))).toBeUndefined()
})

test('what was made needs no estimate, but to be offered in another form', () => {
  const made = rowNamed('made.tar', 29)
  const open = { ...rowNamed('open.tar', 29), carried: { ...made.carried!, exact: false, isOpen: true } }
  const planned = { ...made, carried: undefined }
  expect(unmade([made, open, planned], { restoredFirst: true })).toEqual(['open.tar'])
  expect(unmade([made, planned], { restoredFirst: false })).toEqual(['made.tar'])
})
