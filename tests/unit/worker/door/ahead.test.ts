import { expect, test } from 'vitest'
import { Ahead } from '../../../../src/worker/door/ahead'

/** Workers that do nothing; they are numbered. */
function workers() {
  const all: { ended: boolean; over: AbortController }[] = []
  const open = () => {
    const over = new AbortController()
    const one = { ended: false, over }
    const number = all.push(one) - 1
    return { number, over: over.signal, end: () => void (one.ended = true) }
  }
  return { all, ahead: new Ahead(open) }
}

test('one that was started is taken, once; the next is a new one', () => {
  const { all, ahead } = workers()
  ahead.start()
  ahead.start()
  expect(all).toHaveLength(1)
  expect(ahead.taken().number).toBe(0)
  expect(ahead.taken().number).toBe(1)
})

test('where it died meanwhile, another one is taken', () => {
  const { all, ahead } = workers()
  ahead.start()
  all[0]?.over.abort()
  expect(ahead.taken().number).toBe(1)
})

test('one that nobody will ask for ends, and one that was taken does not', () => {
  const { all, ahead } = workers()
  ahead.end()
  ahead.start()
  ahead.end()
  expect(all.map(({ ended }) => ended)).toEqual([true])
  ahead.start()
  const taken = ahead.taken()
  expect(taken.number).toBe(1)
  ahead.end()
  expect(all.map(({ ended }) => ended)).toEqual([true, false])
  taken.end()
  expect(all.map(({ ended }) => ended)).toEqual([true, true])
})

test('the next is started once one has ended, never beside it', () => {
  const { all, ahead } = workers()
  ahead.start()
  const first = ahead.taken()
  ahead.start()
  expect(all).toHaveLength(1)
  first.end()
  expect(all.map(({ ended }) => ended)).toEqual([true, false])
  expect(ahead.taken().number).toBe(1)
})
