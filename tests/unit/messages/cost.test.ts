import { expect, test } from 'vitest'
import { costWords } from '../../../src/messages/cost'
import { cost as en } from '../../../src/messages/en/cost'
import { cost as zh } from '../../../src/messages/zh-CN/cost'
import { filesIn } from '../../house/files'

test('the words of what is carried are the same set in both languages, and all used', () => {
  for (const group of ['advice', 'kinds', 'fates', 'one', 'how', 'columns'] as const)
    expect(Object.keys(zh[group]).toSorted()).toEqual(Object.keys(en[group]).toSorted())
  expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted())
  const text = [...filesIn('src/ui/cost').values()].join('\n')
  expect(Object.keys(en).filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(text))).toEqual([])
})

test('each language speaks its own', () => {
  expect(costWords('zh-CN').less).toBe(zh.less)
  expect(costWords('en').less).toBe(en.less)
})
