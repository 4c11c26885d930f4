import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EntryPlace } from '../../../../src/core/delta/entries'
import { LayerNames, Names } from '../../../../src/core/delta/names'

const placeOf = (at: number, size = 700): EntryPlace => ({
  at,
  start: at + 512,
  size,
  next: at + 512 + 512 * Math.ceil(size / 512),
})

const columnsOf = (paths: readonly string[]) => {
  const names = new LayerNames(FAR)
  paths.forEach((path, number) => names.add(path, placeOf(number)))
  return names.columns()
}

/** Of layers that stand so far from one another. */
const namesOf = (...layers: readonly (readonly string[])[]) => {
  const names = new Names()
  layers.forEach((paths, layer) => names.addLayer(columnsOf(paths), layer * FAR))
  return names
}

const FAR = 2 ** 33

test.each<[what: string, old: string, fresh: string]>([
  ['its path', 'usr/bin/tool', 'usr/bin/tool'],
  ['its path but for a version', 'usr/lib/libfoo.so.1.2.3', 'usr/lib/libfoo.so.1.10'],
  ['its path but for a hash', 'app.1f3a9c.js', 'app.77D0E2AA.js'],
  ['its path but for a hash and a version', 'app-1.4f3a9c/main.js', 'app-2.10.77d0e2/main.js'],
  ['its path but for versions of folders', 'python3.11/site/a.py', 'python3.12/site/a.py'],
  ['its name', 'opt/one/tool', 'usr/bin/tool'],
  ['its name but for a version', 'opt/libfoo.so.1', 'usr/lib/libfoo.so.2.3'],
  ['its name, of a folder', 'opt/tools-1/', 'srv/tools-2/'],
])('an entry is known by %s', (_, old, fresh) => {
  expect(namesOf(['etc/other', old]).find(fresh)).toEqual(placeOf(1))
})

test.each<[what: string, old: string, fresh: string]>([
  ['another name', 'usr/bin/tool', 'usr/bin/tools'],
  ['a file for a folder', 'usr/tool', 'usr/tool/'],
  ['fewer than six digits of a hash', 'a.1f3a9.js', 'a.7d0e2.js'],
  ['a word of letters that hashes have', 'facade/x', 'decade/y'],
  ['a path that reads like one without versions', 'lib/#', 'lib/1'],
  ['the name of a folder that it is in', 'lib/foo/bar', 'foo'],
])('%s makes nobody known', (_, old, fresh) => {
  expect(namesOf([old]).find(fresh)).toBeUndefined()
})

test('of many whose names differ by a number alone each is known again in a folder of another version, or of another name', () => {
  const names = namesOf(['app-1.0/', 'app-1.0/0001.sql', 'app-1.0/0002.sql', 'app-1.0/0003.sql'])
  expect(names.find('app-1.1/0002.sql')).toEqual(placeOf(2))
  expect(names.find('srv/0003.sql')).toEqual(placeOf(3))
  expect(names.find('app-1.1/0004.sql')).toEqual(placeOf(1))
})

test('the path counts for more than the path without versions, and that for more than the name', () => {
  const names = namesOf(['opt/lib.so.1', 'usr/lib.so.1', 'usr/lib.so.2'])
  expect(names.find('usr/lib.so.2')).toEqual(placeOf(2))
  expect(names.find('usr/lib.so.3')).toEqual(placeOf(1))
  expect(names.find('srv/lib.so.2')).toEqual(placeOf(2))
  expect(names.find('srv/lib.so.3')).toEqual(placeOf(0))
})

/** The rules as they read: five ways of asking, one after the other. */
class Model {
  readonly #maps = Array.from({ length: 5 }, () => new Map<string, number>())

  add(path: string, number: number): void {
    this.#maps.forEach((map, way) => {
      const key = keysOf(path)[way]!
      if (!map.has(key)) map.set(key, number)
    })
  }

  find(path: string): number | undefined {
    const keys = keysOf(path)
    return this.#maps.map((map, way) => map.get(keys[way]!)).find((number) => number !== undefined)
  }
}

function keysOf(path: string): string[] {
  const name = path.replace(/^.*\/(?=.)/, '')
  const folder = struck(path.slice(0, path.length - name.length))
  return [path, folder + name, folder + struck(name), name, struck(name)]
}

const struck = (path: string) =>
  path
    .split(/([0-9a-f]{6,})/i)
    .map((part, at) => (at % 2 === 1 && /[0-9]/.test(part) ? '#' : part.replace(/[0-9][0-9.]*/g, '#')))
    .join('')

/** Of few parts, so that many are alike. */
const parts = fc.constantFrom('a', '1', '2', '.', '1f3a9c', 'Facade')
const name = fc.array(parts, { minLength: 1, maxLength: 3 }).map((all) => all.join(''))
const path = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 2 }), fc.constantFrom('', '/'))
  .map(([names, end]) => names.join('/') + end)
const paths = fc.array(path, { maxLength: 40 })

test('of several the first is found, by path, path without versions, and name', () => {
  fc.assert(
    fc.property(paths, paths, (old, fresh) => {
      const names = namesOf(old)
      const model = new Model()
      old.forEach((path, number) => model.add(path, number))
      expect(fresh.map((path) => names.find(path)?.at)).toEqual(fresh.map((path) => model.find(path)))
    }),
  )
})

test('the same of several layers: the first of them counts', () => {
  fc.assert(
    fc.property(fc.array(paths, { maxLength: 5 }), paths, (layers, fresh) => {
      const names = namesOf(...layers)
      const model = new Model()
      for (const [layer, old] of layers.entries()) old.forEach((path, at) => model.add(path, layer * FAR + at))
      expect(fresh.map((path) => names.find(path)?.at)).toEqual(fresh.map((path) => model.find(path)))
    }),
  )
})

test('of very many each is found again, beyond 4 GB, too', () => {
  const names = new Names()
  const layer = new LayerNames(FAR)
  const count = 20_000
  const wordOf = (number: number) => number.toString(2).replaceAll('0', 'x').replaceAll('1', 'y')
  for (let number = 0; number < count; number++) layer.add(wordOf(number), placeOf(number * 512, number))
  names.addLayer(layer.columns(), FAR)
  const found = Array.from({ length: count }, (_, number) => names.find(wordOf(number)))
  expect(found).toEqual(Array.from({ length: count }, (_, number) => placeOf(FAR + number * 512, number)))
})
