import { expect, test } from 'vitest'
import { openSession, until } from '../../fixtures/session'

test('the sample comes once, its base on one side and its image on the other', async () => {
  const { session } = openSession()
  await Promise.all([session.sample.add(), session.sample.add()])
  await session.sample.add()
  expect(session.files.items.map(({ name, role }) => [name, role])).toEqual([
    ['sample-base.tar', 'base'],
    ['sample-app.tar', 'target'],
  ])
})

test('a worker that dies while it makes the sample: that is told, and it can be tried again', async () => {
  const { door, session, die } = openSession()
  door.hold('sample')
  const first = session.sample.add()
  die()
  await first
  expect(session.sample.fault).toMatchObject({ code: 'worker-died', facts: { file: 'sample-app.tar' } })
  door.letThrough('sample')
  await session.sample.add()
  expect(session.sample.fault).toBeUndefined()
  await until(() => session.files.items.length, 2)
})
