import { expect, test } from 'vitest'
import { sites as en } from '../../../src/messages/en/sites'
import { sitesWords } from '../../../src/messages/sites'
import { sites as zh } from '../../../src/messages/zh-CN/sites'
import { filesIn } from '../../house/files'

test('the words of sites are the same set in both languages, and all used', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  const text = [...filesIn('src/ui/site').values(), ...filesIn('src/page').values()].join('\n')
  expect(Object.keys(en).filter((key) => !new RegExp(`\\bw\\.${key}\\b`).test(text))).toEqual([])
})

test('each language speaks its own', () => {
  expect(sitesWords('zh-CN').renew).toBe(zh.renew)
  expect(sitesWords('en').renew).toBe(en.renew)
})
