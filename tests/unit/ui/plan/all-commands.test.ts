import { expect, test } from 'vitest'
import { commandsOfAll, isSayable } from '../../../../src/ui/plan/all-commands'
import type { CarryRow } from '../../../../src/model/carry-row'
import { planningNamed, rowNamed } from '../../../fixtures/rows'

const DIGEST = `sha256:${'ab'.repeat(32)}`

function checked(row: CarryRow): CarryRow {
  if (row.plan?.kind !== 'current') return row
  const checks = [{ image: 'app', reference: 'base:1', diffIds: [DIGEST] }]
  return { ...row, plan: { kind: 'current', report: { ...row.plan.report, checks } } }
}

test('one check for all that stand on one base, then each is loaded in its place', () => {
  const rows = [
    { ...checked(rowNamed('web.tar', 5)), place: 3 },
    { ...rowNamed('base.tar', 201), place: 1 },
    { ...checked(rowNamed('api.tar', 5)), place: 2 },
    planningNamed('later.tar'),
  ]
  const stages = commandsOfAll(rows, 'docker', 'sh')
  expect(stages.map(({ purpose }) => purpose)).toEqual(['check-base', 'load'])
  expect(stages[0]!.texts).toHaveLength(1)
  expect(stages[1]!.texts).toEqual([
    'docker load -i base.tar',
    'docker load -i api.slim.tar',
    'docker load -i web.slim.tar',
  ])
})

test('what was saved keeps its name, and is joined where it was split', () => {
  const parts = ['app-2.slim.tar.001', 'app-2.slim.tar.002']
  const row: CarryRow = {
    ...rowNamed('app.tar', 5),
    saving: { kind: 'saved', how: 'file', name: 'app-2.slim.tar', parts },
  }
  const texts = commandsOfAll([row], 'podman', 'sh').flatMap((stage) => stage.texts)
  expect(texts).toContain('cat app-2.slim.tar.001 app-2.slim.tar.002 > app-2.slim.tar')
  expect(texts.at(-1)).toBe('podman load -i app-2.slim.tar')
})

test('a name that no command line shows is told', () => {
  expect(isSayable(rowNamed('app.tar', 5))).toBe(true)
  expect(isSayable({ ...rowNamed('app.tar', 5), fileName: 'a\u202Egpj.tar' })).toBe(false)
})

test('what no engine loads is given no command here', () => {
  const row = rowNamed('app.tar', 5)
  if (row.plan?.kind !== 'current') throw new Error('it is planned')
  const compact: CarryRow = { ...row, plan: { kind: 'current', report: { ...row.plan.report, restoredFirst: true } } }
  expect(commandsOfAll([compact], 'docker', 'sh')).toEqual([])
  expect(isSayable(compact)).toBe(true)
})
