import { expect, test } from 'vitest'
import { Turns } from '../../../../src/worker/decoder/turns'

/** Works that end when they are told to, and the order in which they began. */
function workshop(atOnce: number) {
  const turns = new Turns(atOnce)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const start = (name: string, signal = new AbortController().signal) =>
    turns.take(signal, () => {
      begun.push(name)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    })
  return { begun, start, end: (name: string) => ends.get(name)?.() }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('so many at once, the others in their order', async () => {
  const { begun, start, end } = workshop(2)
  const all = ['a', 'b', 'c', 'd'].map((name) => start(name))
  await settled()
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  end('a')
  end('c')
  await settled()
  end('d')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('who gives up waiting leaves the queue, and one that fails frees its place', async () => {
  const { begun, start, end } = workshop(1)
  const controller = new AbortController()
  const first = start('a')
  const given = start('b', controller.signal)
  const last = start('c')
  controller.abort()
  await expect(given).rejects.toMatchObject({ name: 'AbortError' })
  end('a')
  await first
  await settled()
  expect(begun).toEqual(['a', 'c'])
  end('c')
  expect(await last).toBe('c')
})

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'who gives up %d steps after the place became free takes none away',
  async (steps) => {
    const { begun, start, end } = workshop(1)
    const controller = new AbortController()
    const all = Promise.allSettled([start('a'), start('b', controller.signal), start('c')])
    await settled()
    end('a')
    for (let step = 0; step < steps; step++) await undefined
    controller.abort()
    await settled()
    end('b')
    await settled()
    expect(begun).toContain('c')
    end('c')
    await all
  },
)

test('a signal that was given before begins nothing', async () => {
  const { begun, start } = workshop(1)
  await expect(start('a', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  expect(begun).toEqual([])
})
