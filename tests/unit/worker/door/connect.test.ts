import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ArchiveError, faultOf, UnnamedError } from '../../../../src/core/errors'
import { connect, connectAnew } from '../../../../src/worker/door/connect'
import type { OnProgress } from '../../../../src/worker/door/progress'
import { until } from '../../../fixtures/session'
import { FakeLocks, FakeWorker } from './fake-worker'

interface Api {
  greet(name: string): Promise<string>
  fail(how: string): Promise<never>
  tell(onProgress: OnProgress, signal: AbortSignal): Promise<string>
  last(onProgress: OnProgress, signal: AbortSignal): Promise<never>
  hang(signal?: AbortSignal): Promise<never>
}

const errors: Record<string, () => unknown> = {
  coded: () => new ArchiveError('bad-checksum', { file: 'a.tar', offset: 512, expected: 1, found: 2 }),
  aborted: () => new DOMException('enough', 'AbortError'),
  unreadable: () => new DOMException('gone', 'NotReadableError'),
  other: () => new RangeError('too far'),
  text: () => 'just text',
  unnamed: () => new UnnamedError((file) => ({ code: 'disk-full', facts: { file, reason: 'no room' } })),
}

const jobs: Api = {
  greet: async (name) => `hello ${name}`,
  fail: async (how) => {
    throw errors[how]?.()
  },
  tell: async (onProgress) => {
    onProgress(1, 2)
    return 'done'
  },
  /** Until it is stopped. */
  last: (onProgress, signal) =>
    new Promise((_, reject) => {
      onProgress(1, 2)
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason))
    }),
  hang: () => new Promise(() => {}),
}

let locks: FakeLocks
beforeEach(() => {
  locks = new FakeLocks()
  vi.stubGlobal('navigator', { locks })
})
afterEach(() => void vi.unstubAllGlobals())

const opened: FakeWorker[] = []
afterEach(() => {
  for (const worker of opened.splice(0)) worker.terminate()
})

function begin(): FakeWorker {
  const worker = new FakeWorker(jobs)
  opened.push(worker)
  return worker
}

const signal = () => new AbortController().signal
const thrownBy = (call: Promise<unknown>) =>
  call.then(
    () => 'nothing',
    (thrown: unknown) => thrown,
  )

test('a job is called like a method', async () => {
  const { api } = connect<Api>(begin())
  expect(await api.greet('you')).toBe('hello you')
})

test('an error arrives with its code and its facts', async () => {
  const { api } = connect<Api>(begin())
  const thrown = await thrownBy(api.fail('coded'))
  expect(thrown).toBeInstanceOf(ArchiveError)
  expect(thrown).toMatchObject({
    code: 'bad-checksum',
    facts: { file: 'a.tar', offset: 512, expected: 1, found: 2 },
  })
})

test('a cancel arrives as one', async () => {
  const { api } = connect<Api>(begin())
  const thrown = await thrownBy(api.fail('aborted'))
  expect(thrown).toBeInstanceOf(DOMException)
  expect(thrown).toMatchObject({ name: 'AbortError' })
})

test.each([
  ['unreadable', 'unreadable', 'gone'],
  ['other', 'unexpected', 'too far'],
  ['text', 'unexpected', 'just text'],
  ['unnamed', 'disk-full', 'no room'],
])('an error that knows no file (%s) keeps its message, and the page names the file', async (how, code, reason) => {
  const { api } = connect<Api>(begin())
  expect(faultOf(await thrownBy(api.fail(how)), 'a.tar')).toEqual({ code, facts: { file: 'a.tar', reason } })
})

test('progress is told on the page, and a signal that is given there stops the work', async () => {
  const { api } = connect<Api>(begin())
  const controller = new AbortController()
  const told: number[][] = []
  const onProgress = (...facts: number[]) => {
    told.push(facts)
    controller.abort()
  }
  expect(await thrownBy(api.last(onProgress, controller.signal))).toMatchObject({ name: 'AbortError' })
  expect(told).toEqual([[1, 2]])
})

test('a signal that was given before the call stops it too', async () => {
  const { api } = connect<Api>(begin())
  expect(await thrownBy(api.last(() => {}, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' })
})

test('nothing is left of a call once it has ended, well or not', async () => {
  const { api, end } = connect<Api>(begin())
  await api.greet('you')
  const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  const before = ports()
  const controller = new AbortController()
  for (let call = 0; call < 5; call++) await api.tell(() => {}, controller.signal)
  await thrownBy(api.fail('coded'))
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  await until(ports, before)
  const hanging = thrownBy(api.hang(controller.signal))
  end()
  await hanging
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})

test('a worker that is ended is terminated, and its calls are cancelled', async () => {
  const worker = begin()
  const { api, end } = connect<Api>(worker)
  const hanging = thrownBy(api.hang())
  end()
  expect(worker.ended).toBe(true)
  expect(await hanging).toMatchObject({ name: 'AbortError' })
})

test.each([
  ['fails', () => opened[0]!.fail('out of memory'), 'out of memory'],
  ['loses its lock', () => locks.free(), ''],
])('when a worker %s, every call says that it died, and those after it too', async (_, kill, reason) => {
  const { api } = connect<Api>(begin())
  await api.greet('you')
  await until(async () => (await locks.query()).held.length, 2)
  const hanging = [thrownBy(api.hang()), thrownBy(api.last(() => {}, signal()))]
  // Locks are asked for in the tasks after the first answer.
  await new Promise((resolve) => setTimeout(resolve))
  kill()
  hanging.push(thrownBy(api.greet('again')))
  for (const thrown of await Promise.all(hanging)) {
    expect(faultOf(thrown, 'a.tar')).toEqual({ code: 'worker-died', facts: { file: 'a.tar', reason } })
  }
  expect(opened[0]!.ended).toBe(true)
})

test('a worker that dies is replaced; calls under way fail, and the next ones reach the new one', async () => {
  let deaths = 0
  const api = connectAnew<Api>(begin, () => deaths++)
  for (let life = 0; life < 3; life++) {
    await api.greet('you')
    const hanging = thrownBy(api.hang())
    opened[life]!.fail('')
    expect(faultOf(await hanging)).toMatchObject({ code: 'worker-died' })
    expect(await api.greet('again')).toBe('hello again')
    expect(deaths).toBe(life + 1)
  }
  expect(opened).toHaveLength(4)
})

test('a worker that is killed before the page watches its lock is told all the same', async () => {
  locks.loseAfterLook()
  const { api } = connect<Api>(begin())
  expect(faultOf(await thrownBy(api.hang()), 'a.tar')).toMatchObject({ code: 'worker-died', facts: { file: 'a.tar' } })
})

test('a worker that never came to life is not begun again and again', async () => {
  let deaths = 0
  const api = connectAnew<Api>(begin, () => deaths++)
  opened[0]!.fail('refused')
  expect(faultOf(await thrownBy(api.greet('you')), 'a.tar')).toEqual({
    code: 'worker-died',
    facts: { file: 'a.tar', reason: 'refused' },
  })
  expect([opened.length, deaths]).toEqual([1, 0])
})
