import { expect, test } from 'vitest'
import type { Item } from '../../../src/model/item'
import { restoredFrom, sourcesOf } from '../../../src/state/restored-from'
import { rowNamed } from '../../fixtures/rows'
import { archiveView } from '../../fixtures/views'

const target = rowNamed('app.tar.gz', 1).item
const base = (name: string, more: Partial<Item> = {}): Item => ({
  ...rowNamed(name, 1).item,
  role: 'base',
  ...more,
})
const tagged = (...tags: string[]): Partial<Item> => {
  const image = { place: 0, name: 'app', platform: 'linux/amd64', tags, layers: [] }
  const view = { ...archiveView(), images: [image], imageCount: 1 }
  return { state: { kind: 'ready', view } }
}
const files = (...bases: Item[]) => ({
  bases,
  item: (id: string) => [target, rowNamed('first.tar.zst', 1).item].find((item) => item.id === id),
})

const toldOf = (order: readonly string[], there: ReturnType<typeof files>) =>
  restoredFrom(target, order.indexOf(target.id) + 1, sourcesOf(order, there))

test('the archives that are there are named as they are, and what comes out as the target was called', () => {
  const told = toldOf([], files(base('old.tar'), base('older.tar.gz')))
  expect(told).toEqual({ bases: ['old.tar', 'older.tar.gz'], image: undefined, after: [], name: 'app.tar' })
})

test('what goes before it is named as it comes out', () => {
  const { after } = toldOf(['first.tar.zst', 'app.tar.gz', 'other'], files(base('old.tar')))
  expect(after).toEqual(['first.tar'])
})

test.each<[string, Item[]]>([
  ['many', ['a.tar', 'b.tar', 'c.tar', 'd.tar'].map((name) => base(name))],
  ['in a zip', [base('old.zip')]],
  ['one of several in an archive', [base('old.tar', { member: 'inner.tar' })]],
  ['none', []],
])('which it is has to be said where they are %s', (_, bases) => {
  expect(toldOf([], files(...bases)).bases).toEqual([])
})

test('what is no archive has no bytes to restore from', () => {
  const inventory: Partial<Item> = {
    state: {
      kind: 'ready',
      view: {
        kind: 'inventory',
        store: 'unknown',
        loader: undefined,
        images: [],
        imageCount: 0,
        findings: [],
        findingCount: 0,
      },
    },
  }
  const told = toldOf([], files(base('there.json', inventory), base('old.tar', tagged('app:1.0'))))
  expect(told).toMatchObject({ bases: ['old.tar'], image: 'app:1.0' })
})

test('the image is told where there is but one, and its name is no option', () => {
  const imageOf = (...bases: Item[]) => toldOf([], files(...bases)).image
  expect(imageOf(base('old.zip', tagged('app:1.0', 'app:latest')))).toBe('app:1.0')
  expect(imageOf(base('old.tar', tagged()))).toBeUndefined()
  expect(imageOf(base('old.tar', tagged('-rf')))).toBeUndefined()
  expect(imageOf(base('a.tar', tagged('a:1')), base('b.tar', tagged('b:1')))).toBeUndefined()
})
