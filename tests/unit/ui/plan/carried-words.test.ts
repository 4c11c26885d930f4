import { expect, test } from 'vitest'
import { messagesIn } from '../../../../src/messages'
import { carriedWords, expected, homeShare, homeWords, inShort } from '../../../../src/ui/plan/carried-words'

const [en, zh] = [await messagesIn('en'), await messagesIn('zh-CN')]
/** Names of files and sizes stand isolated in a sentence. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

const exact = { kept: 7_200_000, total: 193_000_000, exact: true, about: undefined, isOpen: false }
const most = { kept: 193_000_000, total: 193_000_000, exact: false, about: undefined, isOpen: true }
const about = { ...most, about: { low: 5_200_000, high: 11_400_000, seconds: 3 } }

test('what is carried is told as far as it is known', () => {
  expect([exact, most, about].map((bytes) => plain(carriedWords(bytes, en)))).toEqual([
    '7.2 MB',
    'at most 193 MB',
    'about 5–11 MB',
  ])
  expect([most, about].map((bytes) => plain(carriedWords(bytes, zh)))).toEqual(['最多 193 MB', '约 5-11 MB'])
  expect([exact, most, about].map((bytes) => inShort(bytes, en))).toEqual(['7.2 MB', '≤ 193 MB', '≈ 8.3 MB'])
})

test('so is what stays at home', () => {
  expect([exact, about].map((bytes) => plain(homeWords(bytes, en)))).toEqual([
    '96% stays at home',
    '94% – 97% stays at home',
  ])
  expect([exact, most].map((bytes) => Math.round(100 * homeShare(bytes)))).toEqual([96, 0])
})

test('no more is expected than it can come to', () => {
  expect(expected({ ...most, kept: 6_000_000, about: about.about })).toBe(6_000_000)
})
