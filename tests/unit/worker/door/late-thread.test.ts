import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import { connect } from '../../../../src/worker/door/connect'
import { LateThread } from '../../../../src/worker/door/late-thread'
import type { Thread } from '../../../../src/worker/door/thread'
import { until } from '../../../fixtures/session'
import { FakeWorker } from './fake-worker'

interface Api {
  greet(name: string): Promise<string>
}

const greeting = { greet: async (name: string) => `hello ${name}` }

/** A worker that comes when the test says so. */
function late() {
  const worker = new FakeWorker(greeting)
  let come = () => {}
  let fail: (thrown: unknown) => void = () => {}
  const coming = new Promise<Thread>((resolve, reject) => {
    come = () => resolve(worker)
    fail = reject
  })
  return { worker, thread: new LateThread(coming), come: () => come(), fail: (thrown: unknown) => fail(thrown) }
}

test('what is asked before it is there is answered once it is', async () => {
  const { thread, come, worker } = late()
  const { api, end } = connect<Api>(thread)
  const greetings = Promise.all([api.greet('one'), api.greet('two')])
  come()
  expect(await greetings).toEqual(['hello one', 'hello two'])
  expect(await api.greet('three')).toBe('hello three')
  end()
  expect(worker.ended).toBe(true)
})

test('one that is ended before it is there does not live on', async () => {
  const { thread, come, worker } = late()
  const { api, end } = connect<Api>(thread)
  const asked = api.greet('nobody')
  end()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  come()
  await until(() => worker.ended)
})

test('one that never comes is told as one that died', async () => {
  const { thread, fail } = late()
  const { api } = connect<Api>(thread)
  const asked = api.greet('nobody')
  fail(new TypeError('Failed to fetch dynamically imported module'))
  await expect(asked).rejects.toMatchObject({ message: 'worker-died' })
  await expect(asked).rejects.not.toBeInstanceOf(ArchiveError)
})
