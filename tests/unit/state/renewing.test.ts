import { expect, test } from 'vitest'
import { compared } from '../../../src/state/renewing'
import { fileNamed, openSession, rememberSite, siteNamed, until } from '../../fixtures/session'
import { ArchiveError } from '../../../src/core/errors'

test('what files tell now is read, compared and let go; nothing is remembered until it is asked for', async () => {
  const opened = openSession()
  const { door, session } = opened
  await rememberSite(opened, 'Ship')
  const renewal = await session.sites.compare(siteNamed('Ship'), [fileNamed('now.json', '[]')])
  expect(renewal).toMatchObject({ came: [], went: [], stayed: 0 })
  expect(door.of('close').map(({ id }) => id)).toEqual(door.of('open').map(({ id }) => id))
  const before = session.sites.named('Ship')
  expect(before?.updated).toBe('2026-01-01T00:00:00Z')
  if (!('record' in renewal)) throw new Error('no renewal')
  await session.sites.renew({ ...renewal.record, updated: '2026-02-02T00:00:00Z' })
  expect(session.sites.named('Ship')?.updated).toBe('2026-02-02T00:00:00Z')
})

test('what can’t be read is told', async () => {
  const { door } = openSession()
  door.hold('open')
  const comparing = compared(door, siteNamed('Ship'), [fileNamed('now.json')])
  await until(() => door.of('open').length, 1)
  door.last('open').fail(new ArchiveError('inventory-empty', { file: 'now.json' }))
  expect(await comparing).toEqual({ code: 'inventory-empty', facts: { file: 'now.json' } })
})
