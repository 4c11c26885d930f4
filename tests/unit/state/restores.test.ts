import type { ToHash } from '../../../src/core/check/to-hash'
import { afterEach, expect, test, vi } from 'vitest'
import { save } from '../../../src/output/save'
import type { Restorable } from '../../../src/core/view/restorable'
import { hashBlobs } from '../../../src/worker/decoder/hash-blobs'
import { until } from '../../../src/worker/door/until'
import { give, itemNamed, openSession, rowOf, shown, until as poll } from '../../fixtures/session'
import { reportOf, restorable as whole } from '../../fixtures/views'

// Where bytes go to is the browser's; here they are read and go nowhere.
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ make }, { onProgress, signal }) => {
    await make(onProgress, signal)
    return 'file' as const
  }),
}))

// There are no workers in Node; what came of hashing is nobody's concern here.
vi.mock(import('../../../src/worker/decoder/hash-blobs'), () => ({
  hashBlobs: vi.fn(async (blobs: readonly ToHash[]) =>
    blobs.map(({ start }) => ({ start, digest: 'sha256:0' as const, diffId: undefined, fault: undefined })),
  ),
}))

afterEach(() => void vi.mocked(save).mockClear())

async function restorable(given: Restorable = whole) {
  const opened = openSession()
  opened.door.plans = () => ({ ...reportOf(), restorable: given })
  await give(opened.session, 'base', 'base.tar')
  await give(opened.session, 'target', 'app.slim.tar')
  await poll(() => shown(opened.session, 'app.slim.tar'), 29)
  return { ...opened, id: itemNamed(opened.session, 'app.slim.tar').id }
}

const restoringOf = (session: ReturnType<typeof openSession>['session']) => rowOf(session, 'app.slim.tar').restoring

test('a target is made whole by what its plan was made of, and saved under its old name', async () => {
  const { door, session, id } = await restorable()
  await session.toCarry.restore(id)
  expect(door.last('restore').choice).toEqual({ ...door.last('plan').choice, damaged: [] })
  expect(restoringOf(session)).toEqual({ kind: 'saved', how: 'file', name: 'app.tar' })
  expect(rowOf(session, 'app.slim.tar').saving).toBeUndefined()
  session.options.form = 'as-is'
  expect(restoringOf(session)).toBeUndefined()
})

test('gzip is for the whole archive too', async () => {
  const { session, id } = await restorable()
  session.options.gzip = true
  await session.toCarry.restore(id)
  expect(restoringOf(session)).toMatchObject({ name: 'app.tar.gz' })
})

test('a wrong base is told before anybody is asked where to save', async () => {
  const fault = {
    code: 'layer-nowhere',
    facts: { file: 'app.slim.tar', image: 'app:1', layer: 1, found: 'ADD' },
  } as const
  const { door, session, id } = await restorable({ ...whole, fault })
  await session.toCarry.restore(id)
  expect(restoringOf(session)).toEqual({ kind: 'failed', fault })
  expect(save).not.toHaveBeenCalled()
  expect(door.of('restore')).toEqual([])
  // Another target that was given since has the layer.
  door.plans = () => ({ ...reportOf(), restorable: whole })
  await session.toCarry.restore(id)
  expect(restoringOf(session)).toMatchObject({ kind: 'saved', name: 'app.tar' })
})

test('what the target itself holds is hashed too, unless nobody asks for it', async () => {
  const { door, session, id } = await restorable()
  await session.toCarry.restore(id)
  session.options.check = false
  await session.toCarry.restore(id)
  expect(door.checkedRestores).toEqual([2, 1])
})

test('a cancel while it is hashed ends it at once', async () => {
  const { door, session, id } = await restorable()
  vi.mocked(hashBlobs).mockImplementationOnce((_, __, signal) => until(signal, new Promise(() => {})))
  const restoring = session.toCarry.restore(id)
  await poll(() => vi.mocked(hashBlobs).mock.lastCall !== undefined && door.of('toHashRestored').length, 1)
  session.toCarry.cancelRestore(id)
  await restoring
  expect([restoringOf(session), door.of('restore')]).toEqual([undefined, []])
})

test('so does one while the worker has not answered yet', async () => {
  const { door, session, id } = await restorable()
  for (const method of ['restoreNeeds', 'toHashRestored'] as const) {
    door.hold(method)
    const restoring = session.toCarry.restore(id)
    await poll(() => door.of(method).length > 0)
    session.toCarry.cancelRestore(id)
    await restoring
    door.letThrough(method)
    expect([restoringOf(session), door.of('restore')]).toEqual([undefined, []])
  }
})

test('one that is cancelled, or whose target is removed, leaves nothing to tell', async () => {
  const { door, session, id } = await restorable()
  door.hold('restore')
  const first = session.toCarry.restore(id)
  await poll(() => door.of('restore').length, 1)
  expect(restoringOf(session)?.kind).toBe('saving')
  session.toCarry.cancelRestore(id)
  await first
  expect(restoringOf(session)).toBeUndefined()
  const second = session.toCarry.restore(id)
  await poll(() => door.of('restore').length, 2)
  session.remove(id)
  await second
  expect(session.toCarry.rows).toEqual([])
})
