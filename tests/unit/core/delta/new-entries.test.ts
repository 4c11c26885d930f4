import { expect, test } from 'vitest'
import { NewEntries, type NewEntry } from '../../../../src/core/delta/new-entries'

const placeAt = (at: number, size: number) => ({ at, start: at + 512, size, next: at + (size > 0 ? 1024 : 512) })

test('entries come back as they were given, with a partner or without, and behind the last there is none', () => {
  const far = 2 ** 33
  const given = Array.from({ length: 10_000 }, (_, number): NewEntry => ({
    ...placeAt(far + 1024 * number, 1 + (number % 512)),
    partner: number % 3 === 0 ? undefined : placeAt(512 * (number - 1), number % 513),
  }))
  const entries = new NewEntries()
  given.forEach((entry) => entries.add(entry))
  expect(given.map((_, number) => entries.get(number))).toEqual(given)
  expect(entries.get(given.length)).toBeUndefined()
  expect(new NewEntries().get(0)).toBeUndefined()
})
