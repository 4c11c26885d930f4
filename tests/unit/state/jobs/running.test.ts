import { expect, test } from 'vitest'
import { Running } from '../../../../src/state/jobs/running'

const silent = () => {}

/** Work that ends when the test says so, or by its signal. */
function work() {
  let end: (value: string) => void = silent
  const run = (_: unknown, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      end = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  return { run, end: (value: string) => end(value) }
}

test('a call comes to its value, or to a fault that names the file', async () => {
  const running = new Running()
  expect(await running.run('a', async () => 1, silent, 'a.tar')).toEqual({ kind: 'done', value: 1 })
  const failing = () => Promise.reject(new Error('what'))
  expect(await running.run('a', failing, silent, 'a.tar')).toEqual({
    kind: 'failed',
    fault: { code: 'unexpected', facts: { file: 'a.tar', reason: 'what' } },
  })
})

test('a call that is cancelled comes to that, and tells its progress no more', async () => {
  const running = new Running()
  const { run } = work()
  const told: number[] = []
  let tell: (done: number, total: number) => void = silent
  const outcome = running.run(
    'a',
    (onProgress, signal) => {
      tell = onProgress
      return run(onProgress, signal)
    },
    ({ done }) => told.push(done),
    'a.tar',
  )
  tell(1, 10)
  running.cancel('a')
  tell(2, 10)
  expect(await outcome).toEqual({ kind: 'cancelled' })
  expect(told).toEqual([1])
})

test('one of the same name takes the place of the one before, whichever ends first', async () => {
  const running = new Running()
  const [first, second] = [work(), work()]
  const outcomes = [running.run('a', first.run, silent, ''), running.run('a', second.run, silent, '')]
  second.end('second')
  expect(await Promise.all(outcomes)).toEqual([{ kind: 'replaced' }, { kind: 'done', value: 'second' }])
})
