import { expect, test } from 'vitest'
import { withEntry } from '../../../src/state/with-entry'

test('a value replaces the one that was there, and stands last; without one the key goes', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
  ])
  expect([...withEntry(map, 'a', 0)]).toEqual([
    ['b', 2],
    ['a', 0],
  ])
  expect([...withEntry(map, 'b', undefined)]).toEqual([['a', 1]])
  expect([...withEntry(map, 'c', undefined)]).toEqual([...map])
  expect(map.size).toBe(2)
})
