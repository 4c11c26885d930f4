import { expect, test } from 'vitest'
import type { CarryRow } from '../../../../src/model/carry-row'
import { linesOf, nameOf, narrowed, pressed, sorted, stageOf, type Sorting } from '../../../../src/ui/plan/lines'
import { planningNamed, rowNamed } from '../../../fixtures/rows'
import { remark } from '../../../../src/core/image/finding'

const GIVEN: Sorting = { by: undefined, descending: false }
const rows = [
  rowNamed('web-10.tar', 50),
  rowNamed('web-9.tar', 10, 900),
  planningNamed('api.tar'),
  rowNamed('base.tar', 201),
]
const namesBy = (sorting: Sorting) => sorted(linesOf(rows), sorting).map(({ row }) => nameOf(row))

test('lines stand as given until a column is pressed; sizes go down first, names up, and a third time it is as given', () => {
  expect(namesBy(GIVEN)).toEqual(['web-10.slim.tar', 'web-9.slim.tar', 'api.tar', 'base.tar'])
  const byName = pressed(GIVEN, 'name')
  expect(namesBy(byName)).toEqual(['api.tar', 'base.tar', 'web-9.slim.tar', 'web-10.slim.tar'])
  expect(namesBy(pressed(byName, 'name'))).toEqual(namesBy(byName).toReversed())
  expect(pressed(pressed(byName, 'name'), 'name')).toEqual(GIVEN)
  const bySize = pressed(byName, 'total')
  expect(bySize).toEqual({ by: 'total', descending: true })
  expect(pressed(pressed(bySize, 'total'), 'total')).toEqual(GIVEN)
})

test('what is not known yet stands last, whichever way', () => {
  for (const descending of [true, false]) expect(namesBy({ by: 'carry', descending }).at(-1)).toBe('api.tar')
  expect(namesBy({ by: 'carry', descending: true })[0]).toBe('base.tar')
  expect(namesBy({ by: 'total', descending: false })).toEqual([
    'web-10.slim.tar',
    'base.tar',
    'web-9.slim.tar',
    'api.tar',
  ])
})

test('a line goes by its place in the order of loading, or by the order in which it was given', () => {
  expect(linesOf(rows).map(({ number }) => number)).toEqual([1, 2, 3, 4])
  const placed = rows.map((row, at) => ({ ...row, place: rows.length - at }))
  expect(sorted(linesOf(placed), pressed(GIVEN, 'place')).map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

const failed: CarryRow = {
  ...planningNamed('bad.tar'),
  plan: { kind: 'failed', fault: { code: 'empty-file', facts: { file: 'bad.tar' } } },
}
const stopped: CarryRow = {
  ...rowNamed('lost.tar', 0),
  carried: undefined,
  plan: {
    kind: 'current',
    report: {
      ...(rowNamed('lost.tar', 0).plan as Extract<CarryRow['plan'], { kind: 'current' }>).report,
      verdict: { kind: 'stopped', findings: [remark('untagged', { image: 'x' })], findingCount: 1 },
    },
  },
}
const saved: CarryRow = { ...rowNamed('app.tar', 5), saving: { kind: 'saved', how: 'file', name: 'app.slim.tar' } }
const brought: CarryRow = { ...saved, delivered: { id: 'd', date: '', sites: ['Ship'] } }

test('each has come so far', () => {
  expect([...rows, failed, stopped, saved, brought].map(stageOf)).toEqual([
    'ready',
    'ready',
    'waiting',
    'whole',
    'trouble',
    'trouble',
    'saved',
    'delivered',
  ])
})

test('a compact archive is to be restored, and in no trouble', () => {
  const fault = { code: 'compact-first', facts: { file: 'app.compact.tar' } } as const
  expect(stageOf({ ...planningNamed('app.compact.tar'), plan: { kind: 'failed', fault } })).toBe('waiting')
})

test('lines are found by their names, large or small, and by what is to be done', () => {
  const lines = linesOf([...rows, failed, saved])
  const found = (...wanted: [Parameters<typeof narrowed>[1], string]) =>
    narrowed(lines, ...wanted).map(({ row }) => row.item.name)
  expect(found('all', ' WEB ')).toEqual(['web-10.tar', 'web-9.tar'])
  expect(found('trouble', '')).toEqual(['bad.tar'])
  expect(found('done', '')).toEqual(['app.tar'])
  expect(found('due', 'a')).toEqual(['web-10.tar', 'web-9.tar', 'api.tar', 'base.tar'])
})

test('what is told about how much is carried sorts, too', () => {
  const row = rowNamed('compact.tar', 190)
  const about = { ...row, carried: { ...row.carried!, exact: false, about: { low: 20, high: 30, seconds: 3 } } }
  const lines = sorted(linesOf([...rows, about]), { by: 'carry', descending: false })
  expect(lines.map(({ row }) => row.item.name)).toEqual([
    'web-9.tar',
    'compact.tar',
    'web-10.tar',
    'base.tar',
    'api.tar',
  ])
})
