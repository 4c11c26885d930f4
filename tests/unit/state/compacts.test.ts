import { expect, test, vi } from 'vitest'
import type { CostReport } from '../../../src/core/job/compact/cost-report'
import type { estimateAll as EstimateAll } from '../../../src/state/jobs/estimating'
import { Compacting } from '../../../src/state/jobs/compacting'
import { compactView, reportOf } from '../../fixtures/views'
import { give, itemNamed, openSession, rowOf, shown, turn, until } from '../../fixtures/session'

// Where bytes go to is the browser's; here they go nowhere.
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ make }, { onProgress, signal }) => {
    await make(onProgress, signal)
    return 'file' as const
  }),
}))

const estimateAll = vi.hoisted(() => vi.fn<typeof EstimateAll>())
vi.mock(import('../../../src/state/jobs/estimating'), () => ({ estimateAll }))

const make = vi.spyOn(Compacting.prototype, 'make').mockResolvedValue({ bytes: new Blob(['made!']), remarks: [] })
const cost = vi.spyOn(Compacting.prototype, 'cost').mockResolvedValue({} as CostReport)

async function made() {
  const opened = openSession()
  opened.session.options.form = 'compact'
  await give(opened.session, 'base', 'base.tar')
  await give(opened.session, 'target', 'app.tar')
  await until(() => shown(opened.session, 'app.tar'), 29)
  const id = itemNamed(opened.session, 'app.tar').id
  await opened.session.toCarry.save(id)
  return { ...opened, id, costOf: () => rowOf(opened.session, 'app.tar').cost?.kind }
}

test('what was made tells its size and what it costs, until something else would be made', async () => {
  const { session, costOf } = await made()
  expect(shown(session, 'app.tar')).toBe(5)
  await until(costOf, 'told')
  session.options.codec = 'gzip'
  expect([shown(session, 'app.tar'), costOf()]).toEqual([29, undefined])
  session.options.codec = 'zstd'
  expect([shown(session, 'app.tar'), costOf()]).toEqual([5, 'told'])
})

test('while it is made anew nothing is told of what its bytes were', async () => {
  const { session, id, costOf } = await made()
  await until(costOf, 'told')
  let finish = () => {}
  make.mockImplementationOnce(
    () => new Promise((come) => (finish = () => come({ bytes: new Blob(['anew']), remarks: [] }))),
  )
  const before = make.mock.calls.length
  const saving = session.toCarry.save(id)
  await until(() => make.mock.calls.length - before, 1)
  expect(costOf()).toBeUndefined()
  cost.mockRejectedValueOnce(new Error('no room'))
  finish()
  await saving
  await until(costOf, 'failed')
  expect(shown(session, 'app.tar')).toBe(4)
})

test('as long as there is something to make whole again, and a base for it, who does that stands by', async () => {
  const [started, ended] = [vi.spyOn(Compacting.prototype, 'startAhead'), vi.spyOn(Compacting.prototype, 'endAhead')]
  for (const spy of [started, ended]) spy.mockImplementation(() => {})
  const calls = () => [started.mock.calls.length, ended.mock.calls.length]
  const { door, session } = openSession()
  door.views.set('app.compact.tar', compactView('app.tar'))
  await give(session, 'target', 'other.tar', 'app.compact.tar')
  await turn()
  expect(calls()).toEqual([0, 0])
  await give(session, 'base', 'base.tar')
  await until(calls, [1, 0])
  await give(session, 'base', 'another.tar')
  session.files.remove(itemNamed(session, 'app.compact.tar').id)
  await until(calls, [1, 1])
  expect(started).toHaveBeenLastCalledWith('restore')
  vi.restoreAllMocks()
})

test('who makes stands by once it was told what it comes to, while that form is chosen and a base is there', async () => {
  const [started, ended] = [vi.spyOn(Compacting.prototype, 'startAhead'), vi.spyOn(Compacting.prototype, 'endAhead')]
  for (const spy of [started, ended]) spy.mockImplementation(() => {})
  const calls = () => [started.mock.calls.length, ended.mock.calls.length]
  let told = () => {}
  estimateAll.mockImplementation(async (_, { requests, tell }) => {
    await new Promise<void>((resolve) => (told = resolve))
    for (const request of requests) tell(request, undefined)
  })
  const { door, session } = openSession()
  door.plans = () => ({ ...reportOf(), exact: false })
  session.options.form = 'compact'
  await give(session, 'target', 'app.tar')
  await give(session, 'base', 'base.tar')
  await until(() => estimateAll.mock.calls.length > 0)
  await turn()
  expect(calls()).toEqual([0, 0])
  told()
  await until(calls, [1, 0])
  expect(started).toHaveBeenLastCalledWith('make')
  session.options.form = 'universal'
  await until(calls, [1, 1])
  vi.restoreAllMocks()
})
