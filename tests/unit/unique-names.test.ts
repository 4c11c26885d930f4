import { expect, test } from 'vitest'
import { withUniqueNames } from '../../src/saves.svelte'

const namesOf = (...names: string[]) =>
  withUniqueNames(
    names.map((name, at) => ({ name, id: `${at}`, source: name, bytes: 0, make: async () => new Blob() })),
  ).map(({ name }) => name)

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
  expect(namesOf(...names)).toEqual(saved)
})
