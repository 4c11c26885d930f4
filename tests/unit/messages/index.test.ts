import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { firstWordsIn, messagesIn } from '../../../src/messages'
import * as en from '../../../src/messages/en/sentences'
import type { Words } from '../../../src/messages/words'
import * as zh from '../../../src/messages/zh-CN/sentences'

type Catalog = Readonly<Record<string, Words>>

const catalogs: readonly (readonly [name: string, en: Catalog, zh: Catalog])[] = [
  ['error', en.errors, zh.errors],
  ['finding', en.findings, zh.findings],
  ['reason', en.reasons, zh.reasons],
]

/** That every code has words, and what they may be filled with, is checked when they are compiled (see words.test.ts). */
describe.each(catalogs)('every %s', (_, en, zh) => {
  const codes = Object.keys(en)

  test('has words in both languages', () => {
    expect(Object.keys(zh).toSorted()).toEqual(codes.toSorted())
    const silent = codes.filter((code) => en[code]?.what.trim() === '' || zh[code]?.what.trim() === '')
    expect(silent).toEqual([])
  })

  test.each(codes)('%s says the same facts in both', (code) => {
    expect(placeholders(zh[code]!)).toEqual(placeholders(en[code]!))
    expect(Boolean(zh[code]!.todo)).toBe(Boolean(en[code]!.todo))
  })
})

const placeholders = ({ what, todo }: Words) => [what, todo].map((text) => [...new Set(text.match(/\{\w+\}/g))].sort())

test('facts take the places of placeholders, numbers as the language writes them', async () => {
  const fault = {
    code: 'truncated-header',
    facts: { file: 'a.tar', offset: 1_234_567, expected: 512, found: 3 },
  } as const
  expect((await messagesIn('en')).error(fault).what).toBe(
    'a.tar ends inside a header, at byte 1,234,567: 512 bytes were expected, 3 are there.',
  )
  for (const language of ['en', 'zh-CN'] as const)
    expect((await messagesIn(language)).error(fault).what).not.toMatch(/[{}]/)
})

test('until the sentences have come, their codes stand for them', async () => {
  const [first, whole] = await Promise.all([firstWordsIn('zh-CN'), messagesIn('zh-CN')])
  const fault = { code: 'truncated-header', facts: { file: 'a.tar', offset: 0, expected: 512, found: 3 } } as const
  expect(first.error(fault)).toEqual({ what: 'truncated-header', todo: '' })
  expect(whole.error(fault).what).toContain('a.tar')
  expect(first.page).toEqual(whole.page)
})

describe('every code is made somewhere', () => {
  const made = ['core', 'worker', 'output']
    .flatMap((room) => sources(join('src', room), /\.ts$/))
    .map(({ text }) => text)
    .join('\n')

  test('errors are thrown, refused or given', () => {
    expect(
      notMade(Object.keys(en.errors), (code) => new RegExp(`(?:ArchiveError\\(|refuse\\(|\\w+: )'${code}'`)),
    ).toEqual([])
  })

  test('findings come up', () => {
    expect(notMade(Object.keys(en.findings), (code) => new RegExp(`\\b(?:remark|broken)\\([^,)]*'${code}'`))).toEqual(
      [],
    )
  })

  test('reasons are given', () => {
    expect(notMade(Object.keys(en.reasons), (code) => new RegExp(`reason: '${code}'`))).toEqual([])
  })

  const notMade = (codes: readonly string[], pattern: (code: string) => RegExp) =>
    codes.filter((code) => !pattern(code).test(made))
})

interface Source {
  readonly path: string
  readonly text: string
}

const sources = (folder: string, name: RegExp): Source[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), 'utf8') }))
