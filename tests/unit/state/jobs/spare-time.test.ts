import { expect, test } from 'vitest'
import { SpareTime } from '../../../../src/state/jobs/spare-time.svelte'
import { Wanted } from '../../../fixtures/wanted.svelte'
import { turn } from '../../../fixtures/session'

/** Works that end when they are told to, each begun as often as it stands there. */
function spareTime() {
  const others = new Wanted<string>()
  const spare = new SpareTime(() => others.list.length > 0)
  const begun: { name: string; signal: AbortSignal; end: () => void; fail: () => void }[] = []
  const ask = (name: string, signal = new AbortController().signal) =>
    spare.take(
      (signal) =>
        new Promise<string>((resolve, reject) => {
          const fail = () => reject(new Error(`${name} failed`))
          signal.addEventListener('abort', fail)
          begun.push({ name, signal, end: () => resolve(name), fail })
        }),
      signal,
    )
  return { others, spare, begun, names: () => begun.map(({ name }) => name), ask }
}

test('one goes on after the other, and who comes later disturbs none', async () => {
  const { begun, names, ask } = spareTime()
  const all = [ask('a'), ask('b')]
  await turn()
  all.push(ask('c'))
  await turn()
  expect(names()).toEqual(['a'])
  expect(begun[0]!.signal.aborted).toBe(false)
  for (const at of [0, 1, 2]) {
    begun[at]!.end()
    await turn()
  }
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
})

test('nothing begins while something else goes on, and what goes on is given up for it and begun anew', async () => {
  const { others, begun, names, ask } = spareTime()
  others.list = ['a save']
  const one = ask('a')
  await turn()
  expect(names()).toEqual([])
  others.list = []
  await turn()
  expect(names()).toEqual(['a'])
  others.list = ['another']
  await turn()
  expect(begun[0]!.signal.aborted).toBe(true)
  others.list = []
  await turn()
  expect(names()).toEqual(['a', 'a'])
  begun[1]!.end()
  expect(await one).toBe('a')
})

test('so it is for what somebody waits for, until that failed, too', async () => {
  const { spare, begun, names, ask } = spareTime()
  const one = ask('a')
  await turn()
  let fail = () => {}
  const awaited = spare.givenTo(() => new Promise((_, reject) => (fail = () => reject(new Error('over')))))
  await turn()
  expect([names(), begun[0]!.signal.aborted]).toEqual([['a'], true])
  fail()
  await expect(awaited).rejects.toThrow('over')
  await turn()
  begun[1]!.end()
  expect(await one).toBe('a')
})

test('one that fails is told, one that is cancelled ends, and the next begins', async () => {
  const { begun, names, ask } = spareTime()
  const controller = new AbortController()
  const [failing, cancelled, last] = [ask('a'), ask('b', controller.signal), ask('c')]
  await turn()
  begun[0]!.fail()
  await expect(failing).rejects.toThrow('a failed')
  await turn()
  controller.abort()
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  await turn()
  expect(begun[1]!.signal.aborted).toBe(true)
  expect(names()).toEqual(['a', 'b', 'c'])
  begun[2]!.end()
  expect(await last).toBe('c')
})
