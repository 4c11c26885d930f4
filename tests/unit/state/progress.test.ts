import { expect, test } from 'vitest'
import { timedProgress } from '../../../src/state/progress'

/** Progress by a clock that is set by hand. */
function clock() {
  let seconds = 100
  const told = timedProgress(() => seconds * 1000)
  return { told, wait: (more: number) => void (seconds += more) }
}

test('rate and time left count from the first bytes told, whatever went before', () => {
  const { told, wait } = clock()
  wait(60)
  expect(told(0, 1000)).toEqual({ done: 0, total: 1000, bytesPerSecond: undefined, secondsLeft: undefined })
  wait(1)
  expect(told(100, 1000)).toEqual({ done: 100, total: 1000, bytesPerSecond: 100, secondsLeft: 9 })
})

test('too short a time tells no rate', () => {
  const { told, wait } = clock()
  told(0, 1000)
  wait(0.2)
  expect(told(500, 1000).bytesPerSecond).toBeUndefined()
})

test.each([
  ['of another total', 950, 2000],
  ['that begins again', 0, 1000],
])('a count %s has a rate of its own', (_, done, total) => {
  const { told, wait } = clock()
  told(0, 1000)
  wait(1)
  told(900, 1000)
  expect(told(done, total).bytesPerSecond).toBeUndefined()
  wait(2)
  expect(told(done + 20, total).bytesPerSecond).toBe(10)
})
