import { expect, test } from 'vitest'
import { ageOf } from '../../../../src/ui/site/age'

const now = Date.parse('2026-06-15T12:00:00Z')

test.for([
  ['2026-06-15T11:00:00Z', 'today', '今天', false],
  ['2026-06-14T10:00:00Z', 'yesterday', '昨天', false],
  ['2026-05-20T12:00:00Z', '26 days ago', '26天前', false],
  ['2026-05-16T12:00:00Z', '30 days ago', '30天前', true],
  ['2026-01-01T12:00:00Z', '5 months ago', '5个月前', true],
  // A clock that was wrong then.
  ['2027-01-01T12:00:00Z', 'today', '今天', false],
] as const)('%s was %s', ([iso, english, chinese, isOld]) => {
  expect(ageOf(iso, 'en', now)).toEqual({ text: english, isOld })
  expect(ageOf(iso, 'zh-CN', now).text.replaceAll(' ', '')).toBe(chinese)
})
