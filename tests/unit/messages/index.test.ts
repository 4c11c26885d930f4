import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../../../src/core/errors'
import { findingCodes } from '../../../src/core/image/finding'
import { messagesIn } from '../../../src/messages'
import { errors as enErrors, type Words } from '../../../src/messages/en/errors'
import { findings as enFindings, reasons as enReasons } from '../../../src/messages/en/findings'
import { layer as enLayer } from '../../../src/messages/en/layer'
import { offline as enOffline } from '../../../src/messages/en/offline'
import { page as enPage } from '../../../src/messages/en/page'
import { sites as enSites } from '../../../src/messages/en/sites'
import { errors as zhErrors } from '../../../src/messages/zh-CN/errors'
import { findings as zhFindings, reasons as zhReasons } from '../../../src/messages/zh-CN/findings'
import { layer as zhLayer } from '../../../src/messages/zh-CN/layer'
import { offline as zhOffline } from '../../../src/messages/zh-CN/offline'
import { page as zhPage } from '../../../src/messages/zh-CN/page'
import { sites as zhSites } from '../../../src/messages/zh-CN/sites'

type Catalog = Readonly<Record<string, Words>>

const catalogs: readonly (readonly [name: string, codes: readonly string[], en: Catalog, zh: Catalog])[] = [
  ['error', errorCodes, enErrors, zhErrors],
  ['finding', findingCodes, enFindings, zhFindings],
  ['reason', Object.keys(enReasons), enReasons, zhReasons],
]

describe.each(catalogs)('every %s', (_, codes, en, zh) => {
  test('has words in both languages, and no words are left over', () => {
    expect(Object.keys(en).toSorted()).toEqual([...codes].toSorted())
    expect(Object.keys(zh).toSorted()).toEqual([...codes].toSorted())
    const silent = codes.filter((code) => en[code]?.what.trim() === '' || zh[code]?.what.trim() === '')
    expect(silent).toEqual([])
  })

  test.each(codes)('%s says the same facts in both', (code) => {
    expect(placeholders(zh[code]!)).toEqual(placeholders(en[code]!))
    expect(Boolean(zh[code]!.todo)).toBe(Boolean(en[code]!.todo))
  })
})

const placeholders = ({ what, todo }: Words) => [what, todo].map((text) => [...new Set(text.match(/\{\w+\}/g))].sort())

test('facts take the places of placeholders, numbers as the language writes them', () => {
  const fault = {
    code: 'truncated-header',
    facts: { file: 'a.tar', offset: 1_234_567, expected: 512, found: 3 },
  } as const
  expect(messagesIn('en').error(fault).what).toBe(
    'a.tar ends inside a header, at byte 1,234,567: 512 bytes were expected, 3 are there.',
  )
  for (const language of ['en', 'zh-CN'] as const) expect(messagesIn(language).error(fault).what).not.toMatch(/[{}]/)
})

describe.each([
  ['page', enPage, zhPage],
  ['layer', enLayer, zhLayer],
  ['offline', enOffline, zhOffline],
  ['sites', enSites, zhSites],
])('the words of %s', (room, en, zh) => {
  test('are the same set in both languages', () => {
    expect(shapeOf(zh)).toEqual(shapeOf(en))
  })

  test('are all used, and none is missing', () => {
    const used = sources('src', /\.(?:svelte|ts)$/).filter(({ path }) => !path.startsWith(join('src', 'messages')))
    expect(unique(used.flatMap((source) => keysIn(source, room))).toSorted()).toEqual(Object.keys(en).toSorted())
  })
})

/** The keys, down to the last; of functions, how many values they want. */
function shapeOf(words: object): unknown {
  return Object.fromEntries(
    Object.entries(words)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, value]) => [key, typeof value === 'function' ? value.length : isGroup(value) ? shapeOf(value) : '']),
  )
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Uses of a room's words: `…page.key`, and `m.key` where `m` was derived from the page. */
function keysIn({ text }: Source, room: string): string[] {
  const short = new RegExp(`\\bm = \\$derived\\([^\\n]*\\.${room}\\)`).test(text)
    ? [...text.matchAll(/\bm\.(\w+)/g)]
    : []
  return [...text.matchAll(new RegExp(`(?:\\bm(?:essages)?|\\(\\))\\.${room}\\.(\\w+)`, 'g')), ...short].map(
    ([, key]) => key!,
  )
}

describe('every code is made somewhere', () => {
  const made = [...sources(join('src', 'core'), /\.ts$/), ...sources(join('src', 'worker'), /\.ts$/)]
    .map(({ text }) => text)
    .join('\n')

  test('errors are thrown, refused or given', () => {
    expect(notMade(errorCodes, (code) => new RegExp(`(?:ArchiveError\\(|refuse\\(|\\w+: )'${code}'`))).toEqual([])
  })

  test('findings come up', () => {
    expect(notMade(findingCodes, (code) => new RegExp(`\\b(?:remark|broken)\\([^,)]*'${code}'`))).toEqual([])
  })

  test('reasons are given', () => {
    expect(notMade(Object.keys(enReasons), (code) => new RegExp(`reason: '${code}'`))).toEqual([])
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

const unique = <T>(items: readonly T[]) => [...new Set(items)]
