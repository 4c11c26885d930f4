import { expect, test } from 'vitest'
import { messagesIn } from '../../../../src/messages'
import { namesOf } from '../../../../src/ui/part/brief'

test('of names in a row the first few are told, and how many more there are', async () => {
  const [en, zh] = await Promise.all([messagesIn('en'), messagesIn('zh-CN')])
  const many = Array.from({ length: 9_999 }, (_, at) => `n${at}`)
  expect(namesOf(['a', 'b\u202E'], en)).toBe('a, b⟨U+202E⟩')
  expect(namesOf(many, en)).toBe('n0, n1, n2, n3, n4, n5 and 9,993 more')
  expect(namesOf(many, zh)).toBe('n0、n1、n2、n3、n4、n5 等，另有 9,993 个')
})
