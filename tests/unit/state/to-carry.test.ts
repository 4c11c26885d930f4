import { afterEach, expect, test, vi } from 'vitest'
import { save } from '../../../src/output/save'
import { give, itemNamed, openSession, rowOf, shown, until } from '../../fixtures/session'
import { reportOf } from '../../fixtures/views'

// Where bytes go to is the browser's; here they go nowhere.
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ make }, { onProgress, signal }) => {
    await make(onProgress, signal)
    return 'file' as const
  }),
}))

afterEach(() => void vi.mocked(save).mockClear())

const savingOf = (session: ReturnType<typeof openSession>['session']) => rowOf(session, 'app.tar').saving

async function savable() {
  const opened = openSession()
  await give(opened.session, 'base', 'base.tar')
  await give(opened.session, 'target', 'app.tar')
  await until(() => shown(opened.session, 'app.tar'), 29)
  return { ...opened, id: itemNamed(opened.session, 'app.tar').id }
}

test('a save is made of the plan that is shown, and told until the plan is another', async () => {
  const { door, session, id } = await savable()
  await session.toCarry.save(id)
  expect(door.last('slim').choice).toEqual(door.last('plan').choice)
  expect(savingOf(session)).toEqual({ kind: 'saved', how: 'file', name: 'app.slim.tar' })
  session.options.gzip = true
  expect(savingOf(session)?.kind).toBe('saved')
  expect(rowOf(session, 'app.tar').fileName).toBe('app.slim.tar.gz')
  session.options.form = 'as-is'
  expect(savingOf(session)).toBeUndefined()
})

test('a save that goes on while the plan changes is told, and so is how it ended', async () => {
  const { door, session, id } = await savable()
  door.hold('slim')
  const saved = session.toCarry.save(id)
  await until(() => door.of('slim').length, 1)
  session.options.form = 'as-is'
  expect(savingOf(session)?.kind).toBe('saving')
  door.last('slim').answer()
  await saved
  expect(savingOf(session)?.kind).toBe('saved')
})

test('a save that is cancelled, or whose target is removed, leaves nothing to tell', async () => {
  const { door, session, id } = await savable()
  door.hold('slim')
  const first = session.toCarry.save(id)
  session.toCarry.cancel(id)
  await first
  expect(savingOf(session)).toBeUndefined()
  const second = session.toCarry.save(id)
  session.remove(id)
  await second
  expect(session.toCarry.rows).toEqual([])
})

test('a worker that dies during a save: the row says so, and once the files are open again it can be tried again', async () => {
  const { door, session, id, die } = await savable()
  door.hold('slim')
  const saved = session.toCarry.save(id)
  await until(() => door.of('slim').length, 1)
  die()
  await saved
  await until(() => shown(session, 'app.tar'), 29)
  expect(savingOf(session)).toEqual({
    kind: 'failed',
    fault: { code: 'worker-died', facts: { file: 'app.slim.tar', reason: '' } },
  })
  door.letThrough('slim')
  await session.toCarry.save(id)
  expect(savingOf(session)?.kind).toBe('saved')
})

test('nothing is saved of a target that has no plan yet', async () => {
  const { door, session, id } = await savable()
  door.hold('plan')
  session.options.form = 'as-is'
  await session.toCarry.save(id)
  expect(vi.mocked(save)).not.toHaveBeenCalled()
})

/** What a save keeps: nothing of it is read where nothing is hashed. */
const kept = (size: number) => {
  const bytes = new Blob(['x'])
  Object.defineProperty(bytes, 'size', { value: size })
  return { start: 512, bytes, digest: 'sha256' as const, unpack: undefined }
}

test('a save is checked where that takes seconds, and else only if it is asked for', async () => {
  const { door, session, id } = await savable()
  expect(session.toCarry.checks).toBe(true)
  await session.toCarry.save(id)
  expect(door.checkedSaves).toEqual([[]])
  door.plans = () => reportOf(100_000_000_000)
  session.options.form = 'as-is'
  await until(() => session.toCarry.checks, false)
  expect(session.toCarry.checkSeconds).toBeGreaterThan(10)
  door.kept = [kept(100_000_000_000)]
  await session.toCarry.save(id)
  expect(door.checkedSaves).toEqual([[], undefined])
  session.options.check = true
  expect(session.toCarry.checks).toBe(true)
})
