import { expect, test } from 'vitest'
import { ArchiveError } from '../../../src/core/errors'
import { fileNamed, give, itemNamed, kindOf, openSession, turn, until } from '../../fixtures/session'
import { archiveView } from '../../fixtures/views'

const names = ({ files }: ReturnType<typeof openSession>['session']) => files.items.map(({ name }) => name)

test('a file that came without a role gets one by its layers; one that was given a side keeps it', async () => {
  const { door, session } = openSession()
  door.views.set('base.tar', archiveView(['a']))
  door.views.set('app.tar', archiveView(['a', 'b']))
  session.files.add([fileNamed('base.tar'), fileNamed('app.tar')])
  await until(() => session.files.bases.map(({ name }) => name), ['base.tar'])
  session.files.move(itemNamed(session, 'base.tar').id)
  session.files.add([fileNamed('another.tar')])
  await until(() => kindOf(itemNamed(session, 'another.tar')), 'ready')
  expect(session.files.bases).toEqual([])
})

test('a file that is removed while it is read does not come back, and is closed once it was opened', async () => {
  const { door, session } = openSession()
  door.hold('open')
  session.files.add([fileNamed('app.tar')])
  await until(() => door.of('open').length, 1)
  const { id } = itemNamed(session, 'app.tar')
  session.remove(id)
  const before = door.of('close').length
  door.last('open').answer()
  await until(() => door.of('close').length > before)
  expect(names(session)).toEqual([])
})

test('a file that is replaced while it is read is the new one, whichever is read first', async () => {
  const { door, session } = openSession()
  door.hold('open')
  session.files.add([fileNamed('old.tar')])
  await until(() => door.of('open').length, 1)
  session.files.replace(itemNamed(session, 'old.tar').id, fileNamed('new.tar'))
  await until(() => door.of('open').length, 2)
  door.views.set('new.tar', archiveView(['new']))
  door.last('open').answer()
  await until(() => kindOf(itemNamed(session, 'new.tar')), 'ready')
  await turn()
  expect(itemNamed(session, 'new.tar').state).toEqual({ kind: 'ready', view: archiveView(['new']) })
  expect(names(session)).toEqual(['new.tar'])
})

test('a reading that is cancelled takes its file away', async () => {
  const { door, session } = openSession()
  door.hold('open')
  session.files.add([fileNamed('app.tar')])
  await until(() => door.of('open').length, 1)
  session.files.cancel(itemNamed(session, 'app.tar').id)
  await until(() => names(session), [])
})

test('one that can’t be read says why, and the others go on', async () => {
  const { door, session } = openSession()
  door.hold('open')
  session.files.add([fileNamed('broken.tar'), fileNamed('app.tar')])
  await until(() => door.of('open').length, 2)
  const [broken, app] = door.of('open')
  broken?.fail(new ArchiveError('empty-file', { file: 'broken.tar' }))
  app?.answer()
  await until(() => kindOf(itemNamed(session, 'app.tar')), 'ready')
  expect(itemNamed(session, 'broken.tar').state).toEqual({
    kind: 'failed',
    fault: { code: 'empty-file', facts: { file: 'broken.tar' } },
  })
})

test('of a worker that died, the file that it was reading says so and can be tried again; what was open is opened again', async () => {
  const { door, session, die } = openSession()
  await give(session, 'target', 'app.tar')
  door.hold('open')
  session.files.add([fileNamed('deadly.tar')], 'target')
  await until(() => door.of('open').length, 2)
  door.letThrough('open')
  die()
  await until(() => session.files.items.map(kindOf), ['ready', 'failed'])
  const deadly = itemNamed(session, 'deadly.tar')
  expect(deadly.state).toMatchObject({ fault: { code: 'worker-died', facts: { file: 'deadly.tar' } } })
  session.files.retry(deadly.id)
  await until(() => session.files.items.map(kindOf), ['ready', 'ready'])
})

test('a file that the system hands over and then can’t be had is told', async () => {
  const { session } = openSession()
  const gone = { name: 'gone.tar', getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
  const there = { name: 'app.tar', getFile: async () => fileNamed('app.tar') }
  await session.files.addHandles([gone, there])
  await until(() => session.files.items.map(kindOf), ['failed', 'ready'])
  expect(itemNamed(session, 'gone.tar').state).toMatchObject({
    fault: { code: 'unreadable', facts: { file: 'gone.tar' } },
  })
})
