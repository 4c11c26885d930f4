import { expect, test } from 'vitest'
import { UnnamedError } from '../../../src/core/errors'
import type { Choice } from '../../../src/worker/main/api'
import { give, itemNamed, openSession, rememberSite, rowOf, pick, until } from '../../fixtures/session'
import { reportOf } from '../../fixtures/views'

/** Two sites, two archives, and what each pair comes to. */
async function tabled() {
  const opened = openSession()
  const { door, session } = opened
  await rememberSite(opened, 'Plant 7')
  await rememberSite(opened, 'Ship')
  const nameOf = (id: string) => session.files.item(id)?.name
  door.plans = (target: string, { bases }: Choice) => {
    const ship = bases.some((id) => id.includes('Ship'))
    const kept = { 'app.tar': ship ? 50 : 20, 'web.tar': ship ? 201 : 5 }[nameOf(target) ?? ''] ?? 0
    const report = reportOf(kept, `${nameOf(target)?.replace('.tar', '')}.slim.tar`)
    return kept === 201 ? { ...report, verdict: { kind: 'no-destination' } } : report
  }
  await give(session, 'target', 'app.tar', 'web.tar')
  const table = await session.siteTable()
  const told = () =>
    table.view.rows.map(({ cells }) => cells.map(({ state }) => (state.kind === 'lacks' ? state.bytes : state.kind)))
  await until(told, [
    [20, 50],
    [5, 201],
  ])
  return { ...opened, table, told }
}

test('each archive is planned for each site alone, and summed both ways', async () => {
  const { table, door } = await tabled()
  expect(table.view.rows.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['app.tar', 70],
    ['web.tar', 206],
  ])
  expect(table.view.columns.map(({ name, bytes, due }) => [name, bytes, due])).toEqual([
    ['Plant 7', 25, 2],
    ['Ship', 251, 2],
  ])
  expect(table.view.bytes).toBe(276)
  // Nothing is said to be there yet: they travel together, and the second leaves out what the first brings.
  expect(door.of('plan').filter(({ choice }) => choice?.bases.length === 1)).toHaveLength(4)
})

test('delivered all counts at that site alone, and can be undone for one or for all', async () => {
  const { session, table, told } = await tabled()
  await table.deliverAll('Plant 7')
  await until(told, [
    ['delivered', 50],
    ['delivered', 201],
  ])
  expect(session.sites.named('Plant 7')?.deliveries.map(({ file }) => file)).toEqual(['app.slim.tar', 'web.slim.tar'])
  expect(session.sites.named('Ship')?.deliveries).toEqual([])
  expect(table.view.columns.map(({ due, delivered }) => [due, delivered])).toEqual([
    [0, 2],
    [2, 0],
  ])
  await table.takeBack('Plant 7', itemNamed(session, 'app.tar').id)
  await until(told, [
    [20, 50],
    ['delivered', 201],
  ])
  await table.takeBackAll('Plant 7')
  await until(told, [
    [20, 50],
    [5, 201],
  ])
})

test('what was delivered by the table shows in the archive’s own row once its site is picked', async () => {
  const { session, table } = await tabled()
  await table.deliverAll('Plant 7')
  await pick(session, 'Plant 7')
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
})

test('a worker that dies in the midst of it is asked again', async () => {
  const { door, session, told, die } = await tabled()
  const plans = door.plans
  door.plans = () => {
    throw new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason: '' } }))
  }
  session.options.form = 'as-is'
  await until(() => told()[0]?.[0], 'planning')
  door.plans = plans
  die()
  await until(told, [
    [20, 50],
    [5, 201],
  ])
})

test('an archive that can’t be sent stops nothing', async () => {
  const { door, session, told } = await tabled()
  const { plans } = door
  door.plans = (target, choice) =>
    target === itemNamed(session, 'app.tar').id
      ? { ...reportOf(), verdict: { kind: 'stopped', findings: [], findingCount: 0 } }
      : plans(target, choice)
  session.options.form = 'as-is'
  await until(told, [
    ['stopped', 'stopped'],
    [5, 201],
  ])
})

test('a worker that takes the place of one that died is given the sites anew', async () => {
  const { door, session, die } = await tabled()
  const opened = () => door.of('open').filter(({ id }) => id.includes('site-table')).length
  expect(opened()).toBe(2)
  die()
  session.options.form = 'as-is'
  await until(opened, 4)
})
