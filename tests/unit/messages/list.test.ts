import { expect, test } from 'vitest'
import { list as en } from '../../../src/messages/en/list'
import { listWords } from '../../../src/messages/list'
import { list as zh } from '../../../src/messages/zh-CN/list'
import { filesIn } from '../../house/files'

test('the words of lists are the same set in both languages', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  for (const key of ['state', 'sureness', 'why'] as const) expect(Object.keys(zh[key])).toEqual(Object.keys(en[key]))
})

test('they are all used', () => {
  const text = [...filesIn('src/ui/list').values()].join('\n')
  expect(Object.keys(en).filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(text))).toEqual([])
})

test('each language speaks its own', () => {
  expect(listWords('zh-CN').title('x')).toBe(zh.title('x'))
  expect(listWords('en').title('x')).toBe(en.title('x'))
})
