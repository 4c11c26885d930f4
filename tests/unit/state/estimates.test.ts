import { expect, test } from 'vitest'
import type { Request } from '../../../src/state/deliveries.svelte'
import { Estimates, type Tell } from '../../../src/state/estimates.svelte'
import { Wanted } from '../../fixtures/wanted.svelte'
import { turn } from '../../fixtures/session'

const request = (id: string, stamp = id): Request => ({
  id,
  name: id,
  stamp,
  choice: { bases: [], mode: 'one-host', form: 'compact', before: [], only: {} },
})
const about = { low: 5, high: 9, seconds: 3 }

interface Asked {
  readonly ids: readonly string[]
  readonly tell: Tell
  readonly signal: AbortSignal
  end(): void
}

function opened() {
  const asked: Asked[] = []
  const wanted = new Wanted<Request>()
  const estimates = new Estimates(
    () => wanted.list,
    (requests, tell, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')))
        asked.push({ ids: requests.map(({ id }) => id), tell, signal, end: () => resolve() })
      }),
  )
  return { asked, wanted, estimates }
}

test('all that are wanted are asked for at once, told one after the other, and not asked for again', async () => {
  const { asked, wanted, estimates } = opened()
  const [a, b] = [request('a'), request('b')]
  wanted.list = [a, b]
  await turn()
  expect(asked.map(({ ids }) => ids)).toEqual([['a', 'b']])
  expect([estimates.isTold(a), estimates.get(a)]).toEqual([false, undefined])
  asked[0]!.tell(a, about)
  await turn()
  expect([estimates.isTold(a), estimates.get(a), estimates.isTold(b)]).toEqual([true, about, false])
  expect(asked[0]!.signal.aborted).toBe(false)
  asked[0]!.tell(b, undefined)
  asked[0]!.end()
  await turn()
  expect([estimates.isTold(b), estimates.get(b)]).toEqual([true, undefined])
  wanted.list = [b, a]
  await turn()
  expect(asked).toHaveLength(1)
})

test('what is not wanted any more is given up, and told by nobody; wanted again, it is asked for again', async () => {
  const { asked, wanted, estimates } = opened()
  const a = request('a')
  wanted.list = [a]
  await turn()
  wanted.list = []
  await turn()
  expect(asked[0]!.signal.aborted).toBe(true)
  asked[0]!.tell(a, about)
  expect(estimates.isTold(a)).toBe(false)
  wanted.list = [a]
  await turn()
  expect(asked).toHaveLength(2)
})

test('of another stamp nothing is known; what another one is asked with is asked for once more', async () => {
  const { asked, wanted, estimates } = opened()
  const [a, b] = [request('a'), request('b')]
  wanted.list = [a, b]
  await turn()
  asked[0]!.tell(a, about)
  const other = request('a', 'other')
  expect(estimates.get(other)).toBeUndefined()
  wanted.list = [other, b]
  await turn()
  expect(asked[0]!.signal.aborted).toBe(true)
  expect(asked[1]!.ids).toEqual(['a', 'b'])
})

test('where it can’t be worked out there is nothing to wait for', async () => {
  const wanted = new Wanted<Request>()
  const estimates = new Estimates(
    () => wanted.list,
    () => Promise.reject(new Error('no')),
  )
  const a = request('a')
  wanted.list = [a]
  await expect.poll(() => estimates.isTold(a)).toBe(true)
  expect(estimates.get(a)).toBeUndefined()
})
