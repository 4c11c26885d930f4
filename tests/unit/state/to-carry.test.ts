import { afterEach, expect, test, vi } from 'vitest'
import { save } from '../../../src/output/save'
import { give, itemNamed, openSession, rowOf, shown, until } from '../../fixtures/session'
import { archiveView, reportOf } from '../../fixtures/views'

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

/** Without a base they travel together: the first is carried whole, and the others leave out what it brings. */
async function batch() {
  const opened = openSession()
  opened.door.views.set('lower.tar', archiveView(['a']))
  opened.door.views.set('upper.tar', archiveView(['a', 'b']))
  opened.door.plans = (_, { before }) =>
    before.length > 0 ? reportOf(29, 'upper.slim.tar') : { ...reportOf(201), verdict: { kind: 'no-destination' } }
  await give(opened.session, 'target', 'upper.tar', 'lower.tar')
  await until(() => shown(opened.session, 'upper.tar'), 29)
  return opened
}

test('the archive that others build upon belongs to the set: to its sum, and to what is saved', async () => {
  const { door, session } = await batch()
  await until(() => session.toCarry.set.sum, { kept: 230, total: 402, exact: true, about: undefined, isOpen: false })
  expect(session.toCarry.set).toMatchObject({ count: 2, slim: true, together: true })
  expect(rowOf(session, 'lower.tar')).toMatchObject({ carried: { whole: true }, fileName: 'lower.tar' })
  expect(rowOf(session, 'upper.tar')).toMatchObject({ carried: { whole: false }, fileName: 'upper.slim.tar' })
  await session.toCarry.save(itemNamed(session, 'lower.tar').id)
  expect(door.of('whole')).toHaveLength(1)
  expect(door.of('slim')).toHaveLength(0)
})

test('the set has no sum while one of its plans is worked out', async () => {
  const { door, session } = await batch()
  await until(() => session.toCarry.set.sum !== undefined)
  door.hold('plan')
  session.options.form = 'as-is'
  expect(session.toCarry.set).toMatchObject({ sum: undefined, count: 0 })
})

test('what travelling together would save is asked for once, and told whether they do or not', async () => {
  const { door, session } = await batch()
  door.sizes = { apart: 402, together: 230 }
  session.options.form = 'as-is'
  await until(() => session.toCarry.set.sizes, { apart: 402, together: 230 })
  const asked = door.of('batchSizes').length
  expect(door.last('batchSizes').id).toBe(['lower.tar', 'upper.tar'].map((name) => itemNamed(session, name).id).join())
  session.toCarry.travel(false)
  await until(() => shown(session, 'upper.tar'), 201)
  expect(session.toCarry.set).toMatchObject({ together: false, sizes: { apart: 402, together: 230 } })
  expect(door.of('batchSizes')).toHaveLength(asked)
})

test('where it makes no difference nothing is told', async () => {
  const { door, session } = await batch()
  await until(() => door.of('batchSizes').length > 0)
  expect(session.toCarry.set.sizes).toBeUndefined()
})

test('the sum is told once it is known of every row what becomes of it', async () => {
  const { door, session } = await savable()
  expect(session.toCarry.set.sum).toMatchObject({ kept: 29 })
  door.hold('plan')
  await give(session, 'target', 'web.tar')
  expect(session.toCarry.set.sum).toBeUndefined()
})
