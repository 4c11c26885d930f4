import { afterEach, expect, test, vi } from 'vitest'
import type { ToHash } from '../../../src/core/check/to-hash'
import { save } from '../../../src/output/save'
import { ArchiveError } from '../../../src/core/errors'
import { hashBlobs } from '../../../src/worker/decoder/hash-blobs'
import { until } from '../../../src/worker/door/until'
import { give, itemNamed, openSession, shown, until as poll } from '../../fixtures/session'
import { reportOf, restorable } from '../../fixtures/views'

// Where bytes go to is the browser's; here they are read and go nowhere.
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ make }, { onProgress, signal }) => {
    await make(onProgress, signal)
    return 'file' as const
  }),
}))

vi.mock(import('../../../src/worker/decoder/hash-blobs'), () => ({
  hashBlobs: vi.fn(async (blobs: readonly ToHash[]) =>
    blobs.map(({ start }) => ({ start, digest: 'sha256:0' as const, diffId: undefined, fault: undefined })),
  ),
}))

afterEach(() => void vi.mocked(save).mockClear())

async function batch() {
  const opened = openSession()
  opened.door.plans = () => ({ ...reportOf(), restorable })
  await give(opened.session, 'base', 'base.tar')
  await give(opened.session, 'target', 'auth.slim.tar', 'billing.slim.tar')
  await poll(() => shown(opened.session, 'billing.slim.tar'), 29)
  await poll(() => shown(opened.session, 'auth.slim.tar'), 29)
  const ids = ['auth.slim.tar', 'billing.slim.tar'].map((name) => itemNamed(opened.session, name).id)
  return { ...opened, ids }
}

test('targets of which one lacks layers are joined by what is there, and by each other', async () => {
  const { door, session, ids } = await batch()
  expect(session.toCarry.joinable).toBe(2)
  await session.toCarry.join()
  expect(door.last('join')).toMatchObject({ id: ids.join(' '), choice: { before: [], form: 'universal' } })
  expect(session.toCarry.joining).toEqual({ kind: 'saved', how: 'file', name: 'joined-images.tar' })
  session.options.form = 'as-is'
  expect(session.toCarry.joining).toBeUndefined()
})

test('what can’t be planned is not joined, and no other counts on it', async () => {
  const { door, session, ids } = await batch()
  const plans = door.plans
  door.plans = (target, choice) => {
    if (target === ids[0]) throw new ArchiveError('no-entries', { file: 'auth.slim.tar' })
    return plans(target, choice)
  }
  session.options.together = true
  session.files.replace(ids[0]!, new File(['another'], 'auth.slim.tar'))
  await poll(() => shown(session, 'auth.slim.tar'), 'no-entries')
  await give(session, 'target', 'web.slim.tar')
  await poll(() => shown(session, 'web.slim.tar'), 29)
  const others = [ids[1]!, itemNamed(session, 'web.slim.tar').id]
  expect(door.of('plan').at(-1)?.choice?.before).toContain(ids[0])
  await session.toCarry.join()
  expect(door.last('join')).toMatchObject({ id: others.join(' '), choice: { before: [] } })
})

test('one alone, or whole ones, are not offered to be joined', async () => {
  const { door, session, ids } = await batch()
  session.remove(ids[0]!)
  expect(session.toCarry.joinable).toBe(0)
  door.plans = () => reportOf()
  const whole = openSession()
  await give(whole.session, 'target', 'auth.tar', 'billing.tar')
  await poll(() => shown(whole.session, 'billing.tar'), 29)
  expect(whole.session.toCarry.joinable).toBe(0)
})

test('a wrong base is told before anybody is asked where to save', async () => {
  const { door, session } = await batch()
  const facts = { file: 'auth.slim.tar', image: 'auth:1', layer: 1, found: 'ADD' }
  door.hold('joinNeeds')
  const joining = session.toCarry.join()
  await poll(() => door.of('joinNeeds').length, 1)
  door.last('joinNeeds').fail(new ArchiveError('layer-nowhere', facts))
  await joining
  expect(session.toCarry.joining).toEqual({ kind: 'failed', fault: { code: 'layer-nowhere', facts } })
  expect(save).not.toHaveBeenCalled()
})

test('a cancel ends it in whatever it waits for, and the next one goes well', async () => {
  const { door, session } = await batch()
  for (const method of ['toHashJoined', 'join'] as const) {
    door.hold(method)
    const joining = session.toCarry.join()
    await poll(() => door.of(method).length > 0)
    expect(session.toCarry.joining?.kind).toBe('saving')
    session.toCarry.cancelJoin()
    await joining
    door.letThrough(method)
    expect(session.toCarry.joining).toBeUndefined()
  }
  vi.mocked(hashBlobs).mockImplementationOnce((_, __, signal) => until(signal, new Promise(() => {})))
  const hashing = session.toCarry.join()
  await poll(() => session.toCarry.joining?.kind, 'saving')
  session.toCarry.cancelJoin()
  await hashing
  await session.toCarry.join()
  expect(session.toCarry.joining?.kind).toBe('saved')
})
