import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withUniqueNames } from '../../../src/output/unique-names'

const named = (...names: string[]) => withUniqueNames(names.map((name) => ({ name }))).map(({ name }) => name)

test.each([
  ['two of one name', ['app.slim.tar', 'app.slim.tar'], ['app.slim.tar', 'app-2.slim.tar']],
  [
    'a third that has the name which the second would get',
    ['app.slim.tar', 'app.slim.tar', 'app-2.slim.tar'],
    ['app.slim.tar', 'app-3.slim.tar', 'app-2.slim.tar'],
  ],
  ['large and small letters', ['App.slim.tar.gz', 'app.slim.tar.gz'], ['App.slim.tar.gz', 'app-2.slim.tar.gz']],
  [
    'one letter written in two ways',
    ['\u00e9.slim.tar', 'e\u0301.slim.tar'],
    ['\u00e9.slim.tar', 'e\u0301-2.slim.tar'],
  ],
])('%s', (_, names, expected) => {
  expect(named(...names)).toEqual(expected)
})

test('whatever the names are, no two of them are the same on any file system', () => {
  const name = fc.constantFrom('a', 'A', 'a-2', 'A-2', 'a-3', 'b').map((stem) => `${stem}.slim.tar`)
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), (names) => {
      const unique = named(...names)
      expect(new Set(unique.map((each) => each.toLowerCase())).size).toBe(names.length)
    }),
  )
})
