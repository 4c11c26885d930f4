import { expect, test, vi } from 'vitest'
import { remark } from '../../../src/core/image/finding'
import type { Remarked } from '../../../src/core/job/remarked'
import { Compacting } from '../../../src/state/jobs/compacting'
import { compactView, reportOf, restorable } from '../../fixtures/views'
import { give, itemNamed, openSession, rowOf, shown, until } from '../../fixtures/session'

// Where bytes go to is the browser's; here they go nowhere.
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ make }, { onProgress, signal }) => {
    await make(onProgress, signal)
    return 'file' as const
  }),
}))

// There are no workers in Node; what came of hashing is nobody's concern here.
vi.mock(import('../../../src/worker/decoder/hash-blobs'), () => ({ hashBlobs: vi.fn(async () => []) }))

const facts = { file: 'first.tar', entry: 'a/layer.tar', expected: 'sha256:1', found: 'sha256:2' }
const damaged = remark('damaged-in-one', facts)
const around: Remarked = { bytes: new Blob(['made']), remarks: [damaged] }
const sound: Remarked = { ...around, remarks: [] }

const make = vi.spyOn(Compacting.prototype, 'make')
const restore = vi.spyOn(Compacting.prototype, 'restore')
vi.spyOn(Compacting.prototype, 'cost').mockRejectedValue(new Error('nobody asks'))

async function toMake() {
  const opened = openSession()
  opened.session.options.form = 'compact'
  await give(opened.session, 'base', 'first.tar', 'second.tar')
  await give(opened.session, 'target', 'app.tar')
  await until(() => shown(opened.session, 'app.tar'), 29)
  const damagedOf = () => rowOf(opened.session, 'app.tar').damaged
  return { ...opened, id: itemNamed(opened.session, 'app.tar').id, damagedOf }
}

test('what a base has damaged is told with what was made without it, until that is made anew with none', async () => {
  const { session, id, damagedOf } = await toMake()
  expect(damagedOf()).toEqual([])
  make.mockResolvedValueOnce(around)
  await session.toCarry.save(id)
  expect(damagedOf()).toEqual([damaged])
  expect(rowOf(session, 'app.tar').saving?.kind).toBe('saved')

  make.mockRejectedValueOnce(new Error('no room'))
  await session.toCarry.save(id)
  expect([damagedOf(), rowOf(session, 'app.tar').saving?.kind]).toEqual([[damaged], 'failed'])
  make.mockResolvedValueOnce(sound)
  await session.toCarry.save(id)
  expect(damagedOf()).toEqual([])
})

test('it is told no more once that base is gone, or something else would be made', async () => {
  const { session, id, damagedOf } = await toMake()
  make.mockResolvedValue(around)
  await session.toCarry.save(id)
  session.options.form = 'universal'
  expect(damagedOf()).toEqual([])
  session.options.form = 'compact'
  expect(damagedOf()).toEqual([damaged])
  session.remove(itemNamed(session, 'first.tar').id)
  expect(damagedOf()).toEqual([])
})

test('a target that comes back knows nothing of what was made before', async () => {
  const { session, id } = await toMake()
  make.mockResolvedValue(around)
  await session.toCarry.save(id)
  session.remove(id)
  await give(session, 'target', 'app.tar')
  await until(() => shown(session, 'app.tar'), 29)
  expect(rowOf(session, 'app.tar').damaged).toEqual([])
})

test('it is told of a compact archive that was made whole again, too', async () => {
  const { door, session } = openSession()
  door.views.set('app.compact.tar', compactView('app.tar'))
  await give(session, 'base', 'first.tar', 'second.tar')
  await give(session, 'target', 'app.compact.tar')
  const { id } = itemNamed(session, 'app.compact.tar')
  await until(() => rowOf(session, 'app.compact.tar').restorable !== undefined)
  restore.mockResolvedValueOnce(around)
  await session.toCarry.restore(id)
  expect(rowOf(session, 'app.compact.tar')).toMatchObject({ damaged: [damaged], restoring: { kind: 'saved' } })
  restore.mockResolvedValueOnce(sound)
  await session.toCarry.restore(id)
  expect(rowOf(session, 'app.compact.tar').damaged).toEqual([])
})

test('and of slim ones, each for itself or joined: each once, however many needed it', async () => {
  const { door, session } = openSession()
  door.plans = () => ({ ...reportOf(), restorable })
  await give(session, 'base', 'first.tar', 'second.tar')
  await give(session, 'target', 'app.slim.tar', 'other.slim.tar')
  await until(() => [shown(session, 'app.slim.tar'), shown(session, 'other.slim.tar')], [29, 29])
  door.remarks = [damaged, { ...damaged }]
  await session.toCarry.restore(itemNamed(session, 'app.slim.tar').id)
  expect(rowOf(session, 'app.slim.tar').damaged).toEqual([damaged])
  expect(rowOf(session, 'other.slim.tar').damaged).toEqual([])
  expect(session.toCarry.damagedInJoin).toEqual([])
  await session.toCarry.join()
  expect(session.toCarry.damagedInJoin).toEqual([damaged])
  door.remarks = []
  await session.toCarry.join()
  expect(session.toCarry.damagedInJoin).toEqual([])
})
