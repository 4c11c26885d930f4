import { expect, test } from 'vitest'
import { inTurn } from '../../../../src/worker/decoder/in-turn'

test('one work begins when the one before it has ended, however that ended', async () => {
  const next = inTurn()
  const seen: string[] = []
  let finish = () => {}
  const first = next(() => {
    seen.push('first')
    return new Promise<string>((_, fail) => (finish = () => fail(new Error('broken'))))
  })
  const second = next(async () => seen.push('second'))
  await Promise.resolve()
  expect(seen).toEqual(['first'])
  finish()
  await expect(first).rejects.toThrow('broken')
  expect(await second).toBe(2)
  expect(await next(async () => 'third')).toBe('third')
})

test('two queues do not wait for each other', async () => {
  const [one, other] = [inTurn(), inTurn()]
  void one(() => new Promise(() => {}))
  expect(await other(async () => 'here')).toBe('here')
})
