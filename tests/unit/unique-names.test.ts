import { expect, test } from 'vitest'
import { uniqueNames } from '../../src/core/safe-name'

test.each([
  [
    ['a.slim.tar', 'b.slim.tar'],
    ['a.slim.tar', 'b.slim.tar'],
  ],
  [
    ['a.slim.tar', 'a.slim.tar', 'a.slim.tar'],
    ['a.slim.tar', 'a-2.slim.tar', 'a-3.slim.tar'],
  ],
  [
    ['a.slim.tar', 'a.slim.tar', 'a-2.slim.tar'],
    ['a.slim.tar', 'a-2.slim.tar', 'a-2-2.slim.tar'],
  ],
  [
    ['App.slim.tar', 'app.slim.tar'],
    ['App.slim.tar', 'app-2.slim.tar'],
  ],
])('%j saved into one folder are %j', (names, saved) => {
  expect(uniqueNames(names)).toEqual(saved)
})
