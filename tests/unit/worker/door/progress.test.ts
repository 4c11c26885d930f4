import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { breather, counter } from '../../../../src/worker/door/progress'

let now = 1000
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now))
afterEach(() => void vi.restoreAllMocks())

test('bytes are told at once, and then four times a second at most', () => {
  const told: unknown[] = []
  const { at, add } = counter(500, (...facts) => told.push(facts))
  expect(told).toEqual([[0, 500]])
  now += 249
  at(100)
  add(50)
  expect(told).toHaveLength(1)
  now += 1
  add(50)
  expect(told).toEqual([
    [0, 500],
    [200, 500],
  ])
})

test('of nothing nothing is told', () => {
  const told = vi.fn()
  counter(0, told)
  expect(told).not.toHaveBeenCalled()
})

test('what is cancelled stops at the next count, or the next breath', async () => {
  const cancel = new AbortController()
  const { add } = counter(500, () => {}, cancel.signal)
  const breathe = breather(cancel.signal, 10)
  cancel.abort()
  expect(() => add(1)).toThrow('abort')
  // Nobody looks before it is time.
  await breathe()
  now += 10
  await expect(breathe()).rejects.toThrow('abort')
})

test('breaths let messages in, once it is time for one', async () => {
  const { port1: here, port2: there } = new MessageChannel()
  const heard: unknown[] = []
  here.onmessage = ({ data }) => heard.push(data)
  const breathe = breather(undefined, 10)
  there.postMessage('stop')
  await breathe()
  expect(heard).toEqual([])
  // Node gives one port a thousand messages in a row.
  for (let breath = 0; breath < 10_000 && heard.length === 0; breath++) {
    now += 10
    await breathe()
  }
  expect(heard).toEqual(['stop'])
  for (const port of [here, there]) port.close()
})
