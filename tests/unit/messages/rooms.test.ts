import { describe, expect, test } from 'vitest'
import * as en from '../../../src/messages/en'
import * as zh from '../../../src/messages/zh-CN'
import { filesIn } from '../../house/files'

const rooms = ['file', 'plan', 'job', 'layer', 'site', 'bar', 'dialog', 'part', 'page', 'check'] as const
type Room = (typeof rooms)[number]

const used = [...filesIn('src')]
  .filter(([path]) => !path.startsWith('src/messages/'))
  .flatMap(([path, text]) => wordsIn(text).map((word) => ({ ...word, path })))

describe.each(rooms)('the words of %s', (room) => {
  test('are the same set in both languages', () => {
    expect(shapeOf(zh[room])).toEqual(shapeOf(en[room]))
  })

  test('are all used, and none is missing', () => {
    const keys = used.filter((word) => word.room === room).map(({ key }) => key)
    expect([...new Set(keys)].toSorted()).toEqual(Object.keys(en[room]).toSorted())
  })
})

test('no room is left out here', () => {
  expect(Object.keys(en).toSorted()).toEqual([...rooms].toSorted())
})

describe('a component says', () => {
  test('the words of its own room, or those that stand for all', () => {
    const borrowed = used.filter(({ path, room }) => roomOf(path) && room !== roomOf(path) && room !== 'part')
    expect(borrowed).toEqual([])
  })

  test('what stands for all in more rooms than one', () => {
    const spoken = Object.keys(en.part).map((key) => {
      const paths = used.filter((word) => word.room === 'part' && word.key === key).map(({ path }) => path)
      return { key, rooms: new Set(paths.map(roomOf)) }
    })
    expect(spoken.filter(({ rooms }) => rooms.size < 2 && !rooms.has('part'))).toEqual([])
  })
})

/** The room of the screen in which a component stands; undefined where it is none. */
const roomOf = (path: string) =>
  /^src\/ui\/(\w+)\//.exec(path)?.[1] ?? (path.startsWith('src/page/') ? 'page' : undefined)

/** Uses of words: `m.room.key`, `words().room.key`, and `m.key` where `m` was derived from one room. */
function wordsIn(text: string): { readonly room: Room; readonly key: string }[] {
  const named = [...text.matchAll(new RegExp(`(?:\\bm(?:essages)?|\\(\\))\\.(${rooms.join('|')})\\.(\\w+)`, 'g'))]
  const whole = new RegExp(`\\bm = \\$derived\\([^\\n]*\\.(${rooms.join('|')})\\)`).exec(text)
  const short = whole ? [...text.matchAll(/\bm\.(\w+)/g)].map(([, key]) => ({ room: whole[1], key })) : []
  return [...named.map(([, room, key]) => ({ room, key })), ...short].flatMap(({ room, key }) => {
    const known = rooms.find((name) => name === room)
    return known && key ? [{ room: known, key }] : []
  })
}

/** The keys, down to the last; of functions, how many values they want. */
function shapeOf(words: object): unknown {
  return Object.fromEntries(
    Object.entries(words)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, value]) => [key, typeof value === 'function' ? value.length : isGroup(value) ? shapeOf(value) : '']),
  )
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null
