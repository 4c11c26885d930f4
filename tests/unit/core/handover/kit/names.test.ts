import { expect, test } from 'vitest'
import { kitName, numberedName } from '../../../../../src/core/handover/kit/names'

test('numbers make names stand in the order of loading, however many there are', () => {
  expect(numberedName('auth.tar', 1, 9)).toBe('01-auth.tar')
  const names = Array.from({ length: 120 }, (_, at) => numberedName('a.tar', at + 1, 120))
  expect(names.toSorted()).toEqual(names)
  expect(names[0]).toBe('001-a.tar')
})

test('a kit is called after its one archive, or after the site and the day', () => {
  const date = new Date('2026-11-26T05:00:00Z')
  expect(kitName({ archive: 'shop.slim.tar.gz' })).toBe('shop.kit')
  expect(kitName({ site: 'Plant 7', date })).toBe('Plant 7-2026-11-26.kit')
  expect(kitName({ site: undefined, date })).toBe('images-2026-11-26.kit')
  expect(kitName({ site: '../..', date })).toBe('_-2026-11-26.kit')
  expect(new TextEncoder().encode(kitName({ site: '厂'.repeat(200), date })).length).toBeLessThanOrEqual(255)
})
