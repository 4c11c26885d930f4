import { expect, test } from 'vitest'
import { give, itemNamed, openSession, rowOf, shown, turn, until } from '../../fixtures/session'
import { archiveView, reportOf } from '../../fixtures/views'

/** A page with a base and a target, planned. */
async function planned() {
  const opened = openSession()
  await give(opened.session, 'base', 'base.tar')
  await give(opened.session, 'target', 'app.tar')
  await until(() => shown(opened.session, 'app.tar'), 29)
  return opened
}

test('a target is planned once, and anew whenever what it depends on changes', async () => {
  const { door, session } = await planned()
  const base = itemNamed(session, 'base.tar').id
  expect(door.of('plan').map(({ choice }) => choice)).toEqual([
    { bases: [base], before: [], mode: 'one-host', form: 'universal', only: {} },
  ])
  session.options.form = 'as-is'
  await until(() => door.of('plan').length, 2)
  session.hosts.choose('every-host')
  await until(() => door.of('plan').length, 3)
  session.files.choosePlatform(itemNamed(session, 'app.tar').id, 'linux/arm64')
  await until(() => door.of('plan').length, 4)
  expect(door.last('plan').choice).toMatchObject({
    mode: 'every-host',
    form: 'as-is',
    only: { [itemNamed(session, 'app.tar').id]: 'linux/arm64' },
  })
  session.options.gzip = true
  await turn()
  expect(door.of('plan')).toHaveLength(4)
})

test('a plan stops being shown at the very moment when what it depends on changes', async () => {
  const { door, session } = await planned()
  door.hold('plan')
  session.options.form = 'as-is'
  expect(shown(session, 'app.tar')).toBe('planning')
  expect(session.toCarry.set.count).toBe(0)
})

test('what comes back late, for what is no longer asked, is not shown', async () => {
  const { door, session } = await planned()
  door.hold('plan')
  session.options.form = 'as-is'
  await until(() => door.of('plan').length, 2)
  session.hosts.choose('every-host')
  await until(() => door.of('plan').length, 3)
  const [, early, late] = door.of('plan')
  door.plans = () => reportOf(1)
  late?.answer()
  await until(() => shown(session, 'app.tar'), 1)
  door.plans = () => reportOf(2)
  early?.answer()
  await turn()
  expect(shown(session, 'app.tar')).toBe(1)
})

test('what comes back for a target that was removed brings it back nowhere', async () => {
  const { door, session } = await planned()
  door.hold('plan')
  session.options.form = 'as-is'
  await until(() => door.of('plan').length, 2)
  session.remove(itemNamed(session, 'app.tar').id)
  door.last('plan').answer()
  await turn()
  expect(session.toCarry.rows).toEqual([])
})

test('while a base is read nothing is planned; then with it, once', async () => {
  const { door, session } = await planned()
  door.hold('open')
  session.files.add([new File(['x'], 'other.tar')], 'base')
  expect(shown(session, 'app.tar')).toBe('planning')
  await until(() => door.of('open').length, 3)
  session.options.form = 'as-is'
  await turn()
  expect(door.of('plan')).toHaveLength(1)
  door.last('open').answer()
  await until(() => shown(session, 'app.tar'), 29)
  expect(door.of('plan')).toHaveLength(2)
  expect(door.last('plan').choice?.bases).toHaveLength(2)
})

test('a base that comes while plans are worked out makes them anew, and those under way count no more', async () => {
  const { door, session } = await planned()
  door.hold('plan')
  session.options.form = 'as-is'
  await until(() => door.of('plan').length, 2)
  await give(session, 'base', 'other.tar')
  await until(() => door.of('plan').length, 3)
  door.of('plan')[1]?.answer()
  await turn()
  expect(shown(session, 'app.tar')).toBe('planning')
  door.last('plan').answer()
  await until(() => shown(session, 'app.tar'), 29)
})

test('a base whose file is another now makes plans anew; one that is read again as it was does not', async () => {
  const { door, session, die } = await planned()
  die()
  await until(() => shown(session, 'app.tar'), 29)
  expect(door.of('plan')).toHaveLength(1)
  session.files.replace(itemNamed(session, 'base.tar').id, new File(['y'], 'base.tar'))
  expect(shown(session, 'app.tar')).toBe('planning')
  await until(() => shown(session, 'app.tar'), 29)
  expect(door.of('plan')).toHaveLength(2)
})

test('a worker that dies while it plans: the row says so, offers to try again, and tries nothing by itself', async () => {
  const { door, session, die } = await planned()
  door.hold('plan')
  session.options.form = 'as-is'
  await until(() => door.of('plan').length, 2)
  die()
  await until(() => shown(session, 'app.tar'), 'worker-died')
  await turn()
  expect(door.of('plan')).toHaveLength(2)
  session.toCarry.retry(itemNamed(session, 'app.tar').id)
  expect(shown(session, 'app.tar')).toBe('planning')
  door.last('plan').answer()
  await until(() => shown(session, 'app.tar'), 29)
})

test('those that travel together are planned in their order, each after those before it', async () => {
  const { door, session } = openSession()
  door.views.set('lower.tar', archiveView(['a']))
  door.views.set('upper.tar', archiveView(['a', 'b']))
  await give(session, 'target', 'upper.tar', 'lower.tar')
  await until(() => [rowOf(session, 'upper.tar').place, rowOf(session, 'lower.tar').place], [2, 1])
  const [lower, upper] = [itemNamed(session, 'lower.tar').id, itemNamed(session, 'upper.tar').id]
  await until(() => door.calls.findLast(({ method, id }) => method === 'plan' && id === upper)?.choice?.before, [lower])
  session.options.together = false
  expect(rowOf(session, 'upper.tar').place).toBe(0)
  await until(() => door.last('plan').choice?.before, [])
})
