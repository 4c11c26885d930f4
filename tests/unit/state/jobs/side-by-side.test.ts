import { expect, test } from 'vitest'
import { sideBySide, together } from '../../../../src/state/jobs/side-by-side'
import { until } from '../../../fixtures/session'

const lasting = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))))

test('both come back', async () => {
  const { signal } = new AbortController()
  expect(await sideBySide(async () => 1, async () => 'b', signal)).toEqual([1, 'b']) // prettier-ignore
})

test('one that fails ends the other, and its own error is told', async () => {
  let ended = false
  const other = (signal: AbortSignal) => lasting(signal).finally(() => (ended = true))
  const failing = () => Promise.reject(new Error('failed'))
  await expect(sideBySide(failing, other, new AbortController().signal)).rejects.toThrow('failed')
  await until(() => ended)
})

test('a cancel ends both', async () => {
  const controller = new AbortController()
  const both = sideBySide(lasting, lasting, controller.signal)
  controller.abort()
  await expect(both).rejects.toThrow('ended')
  await expect(sideBySide(lasting, lasting, controller.signal)).rejects.toThrow(/abort/i)
})

test('their progress is one', () => {
  const told: (readonly [number, number])[] = []
  const line = together((done, total) => void told.push([done, total]))
  const [one, other] = [line(), line()]
  one(0, 10)
  other(5, 30)
  one(10, 10)
  expect(told).toEqual([
    [0, 10],
    [5, 40],
    [15, 40],
  ])
})
