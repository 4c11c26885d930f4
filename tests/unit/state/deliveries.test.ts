import { expect, test } from 'vitest'
import type { Choice } from '../../../src/worker/main/api'
import { give, itemNamed, openSession, pick, rememberSite, rowOf, shown, until } from '../../fixtures/session'
import { reportOf } from '../../fixtures/views'

/** A page where two sites are remembered, one of which is picked, and a target that is planned for it. */
async function planned() {
  const opened = openSession()
  const { door, session } = opened
  await rememberSite(opened, 'Plant 7')
  await rememberSite(opened, 'Ship')
  // The ship has nothing of it.
  door.plans = (_: string, { bases }: Choice) =>
    reportOf(bases.every((id) => session.files.item(id)?.name.startsWith('Ship')) ? 201 : 29)
  await pick(session, 'Plant 7')
  await give(session, 'target', 'app.tar')
  await until(() => shown(session, 'app.tar'), 29)
  return { ...opened, id: itemNamed(session, 'app.tar').id }
}

const site = ({ sites }: ReturnType<typeof openSession>['session'], name: string) => sites.named(name)

const removePicked = (session: ReturnType<typeof openSession>['session'], name: string) =>
  session.remove(itemNamed(session, `${name}.site.json`).id)

test('what was delivered counts at the site, and its row stays as it was', async () => {
  const { door, session, id } = await planned()
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
  expect(site(session, 'Plant 7')?.deliveries).toHaveLength(1)
  expect(site(session, 'Ship')?.deliveries).toEqual([])
  expect(shown(session, 'app.tar')).toBe(29)
  expect(session.toCarry.set.count).toBe(0)
  await until(() => session.files.basesRead.length, 1)
  expect(door.of('plan')).toHaveLength(1)
})

test('the picture of what was delivered stays as it was planned', async () => {
  const { session, id } = await planned()
  const picture = session.toCarry.imagesOf(id)
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
  expect(picture).toBeDefined()
  expect(session.toCarry.imagesOf(id)).toBe(picture)
})

test('a delivery that is told twice is one', async () => {
  const { session, id } = await planned()
  await Promise.all([session.toCarry.deliver(id), session.toCarry.deliver(id)])
  expect(site(session, 'Plant 7')?.deliveries).toHaveLength(1)
})

test('what was delivered to one site is planned, saved and delivered for another as if it never were', async () => {
  const { session, id } = await planned()
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
  removePicked(session, 'Plant 7')
  await pick(session, 'Ship')
  await until(() => shown(session, 'app.tar'), 201)
  expect(rowOf(session, 'app.tar')).toMatchObject({ delivered: undefined, sites: ['Ship'] })
  expect(session.toCarry.set.count).toBe(1)

  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Ship'])
  expect(site(session, 'Plant 7')?.deliveries).toHaveLength(1)
  expect(site(session, 'Ship')?.deliveries).toHaveLength(1)
})

test('of two sites only the one that lacks it is still to be delivered to', async () => {
  const { session, id } = await planned()
  await session.toCarry.deliver(id)
  await pick(session, 'Ship')
  await until(() => shown(session, 'app.tar'), 29)
  expect(rowOf(session, 'app.tar')).toMatchObject({ delivered: undefined, sites: ['Ship'] })
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7', 'Ship'])
  expect(site(session, 'Plant 7')?.deliveries).toHaveLength(1)
})

test('undone, it is planned anew: what is shown is what would be written', async () => {
  const { door, session, id } = await planned()
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
  // Meanwhile the archive comes to more.
  door.plans = () => reportOf(201)
  session.options.form = 'as-is'
  await session.toCarry.takeBack(id)
  expect(rowOf(session, 'app.tar')).toMatchObject({ delivered: undefined, sites: ['Plant 7'] })
  expect(shown(session, 'app.tar')).toBe('planning')
  await until(() => shown(session, 'app.tar'), 201)
  expect(door.last('plan').choice).toMatchObject({ form: 'as-is' })
  expect(site(session, 'Plant 7')?.deliveries).toEqual([])
  expect(session.toCarry.set.count).toBe(1)
})

test('taken back at the site, it is undone at the row too', async () => {
  const { session, id } = await planned()
  await session.toCarry.deliver(id)
  await until(() => rowOf(session, 'app.tar').delivered?.sites, ['Plant 7'])
  const [delivery] = site(session, 'Plant 7')?.deliveries ?? []
  await session.sites.takeBack(['Plant 7'], delivery?.id ?? '')
  await until(() => shown(session, 'app.tar'), 29)
  expect(rowOf(session, 'app.tar').delivered).toBeUndefined()
})

test('a delivery that can’t be remembered is told, and changes nothing', async () => {
  const { store, session, id } = await planned()
  store.forbidden = true
  await session.toCarry.deliver(id)
  expect(session.sites.fault?.code).toBe('unexpected')
  expect(rowOf(session, 'app.tar')).toMatchObject({ delivered: undefined, sites: ['Plant 7'] })
  expect(shown(session, 'app.tar')).toBe(29)
})

test('a site of files that are there can be delivered to, and then speaks for itself', async () => {
  const opened = openSession()
  const { door, session } = opened
  await give(session, 'base', 'base.tar')
  await give(session, 'target', 'app.tar')
  await until(() => shown(session, 'app.tar'), 29)
  await rememberSite(opened, 'Plant 7')
  await session.picked.keep('Plant 7')
  await session.toCarry.deliver(itemNamed(session, 'app.tar').id)
  await until(() => session.files.basesRead.map(({ view }) => view.kind), ['archive', 'site'])
  expect(rowOf(session, 'app.tar').delivered?.sites).toEqual(['Plant 7'])
  expect(door.of('delivery')).toHaveLength(1)
})
