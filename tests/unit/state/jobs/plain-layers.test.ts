import { afterEach, expect, test, vi } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import { PlainLayers } from '../../../../src/state/jobs/plain-layers'
import { spools } from '../../../../src/storage/opfs/scratch'
import type { LayerOfFile } from '../../../../src/worker/compact/api'
import { turn } from '../../../fixtures/session'

const GIB = 1024 ** 3

afterEach(() => void vi.unstubAllGlobals())

function sized(size: number): Blob {
  const blob = new Blob([])
  Object.defineProperty(blob, 'size', { value: size })
  return blob
}

const layer = (entry: string, id = 'base'): LayerOfFile => ({
  id,
  file: 'base.tar',
  entry,
  blob: sized(10),
  encoding: 'gzip',
})

function opened(quota = 100 * GIB) {
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } })
  let claimed = 0
  vi.spyOn(spools, 'claim').mockImplementation(async () => `spool ${++claimed}`)
  const release = vi.spyOn(spools, 'release').mockReset().mockResolvedValue()
  const editions = new Map<string, number>([
    ['base', 1],
    ['other', 1],
  ])
  const plain = new PlainLayers((id) => editions.get(id))
  /** Whether it had to be unpacked. */
  async function take(user: string, one: LayerOfFile, size = 100): Promise<boolean> {
    const unpack = vi.fn(async () => sized(size))
    await plain.take(user, one, unpack)
    return unpack.mock.calls.length > 0
  }
  return { plain, take, editions, released: () => release.mock.calls.map(([name]) => name) }
}

test('a layer is unpacked once for all that use it, one after the other', async () => {
  const { plain, take, released } = opened()
  expect(await take('a', layer('x'))).toBe(true)
  expect(await take('b', layer('x'))).toBe(false)
  plain.release('a')
  plain.release('b')
  expect(await take('c', layer('x'))).toBe(false)
  expect(await take('c', layer('x', 'other'))).toBe(true)
  expect(released()).toEqual([])
})

test('beyond so much what was used last stays, and what somebody uses', async () => {
  const { plain, take, released } = opened()
  for (const entry of ['first', 'second']) await take('a', layer(entry), GIB)
  plain.release('a')
  await take('b', layer('first'))
  plain.release('b')
  await take('c', layer('third'), GIB / 2)
  expect(released()).toEqual(['spool 2'])
  for (const entry of ['fourth', 'fifth']) await take('c', layer(entry), GIB)
  expect(released()).toEqual(['spool 2', 'spool 1'])
  plain.release('c')
  expect(released()).toEqual(['spool 2', 'spool 1', 'spool 3'])
})

test('of a browser that gives little an eighth is kept at most', async () => {
  const { plain, take, released } = opened(1600)
  for (const entry of ['first', 'second', 'third']) await take('a', layer(entry))
  expect(released()).toEqual([])
  plain.release('a')
  expect(released()).toEqual(['spool 1'])
})

test('of a file that is another, or gone, nothing is kept once nobody uses it', async () => {
  const { plain, take, editions, released } = opened()
  await take('a', layer('x'))
  await take('a', layer('x', 'other'))
  editions.set('base', 2)
  plain.prune()
  expect(released()).toEqual([])
  plain.release('a')
  expect(released()).toEqual(['spool 1'])
  expect(await take('b', layer('x'))).toBe(true)
  plain.release('b')
  editions.clear()
  plain.prune()
  expect(released()).toEqual(['spool 1', 'spool 2', 'spool 3'])
})

test('whoever still reads is waited for; what is taken meanwhile stays', async () => {
  const { plain, take, editions, released } = opened()
  await take('a', layer('x'))
  let end = () => {}
  plain.release('a', new Promise<void>((resolve) => (end = resolve)))
  await take('a', layer('y', 'other'))
  editions.delete('base')
  plain.prune()
  expect(released()).toEqual([])
  end()
  await turn()
  expect(released()).toEqual(['spool 1'])
  expect(plain.has(layer('y', 'other'))).toBe(true)
})

test('whoever lacks room for something else is given what nobody uses', async () => {
  const { plain, take, released } = opened()
  const work = vi
    .fn(async () => 'done')
    .mockRejectedValueOnce(new ArchiveError('compact-room', { file: 'x.tar', found: 1 }))
  await take('a', layer('x'))
  await take('b', layer('y'))
  plain.release('a')
  expect(await plain.inRoom(work)).toBe('done')
  expect(released()).toEqual(['spool 1'])
  const failing = vi.fn(() => Promise.reject(new Error('other')))
  await expect(plain.inRoom(failing)).rejects.toThrow('other')
  expect(failing).toHaveBeenCalledOnce()
})

const full = new ArchiveError('out-of-space', { file: 'base.tar', expected: 2, found: 1 })

test('where there is no room, what nobody uses makes some', async () => {
  const { plain, take, released } = opened()
  await take('a', layer('x'))
  await take('b', layer('y'))
  plain.release('a')
  const unpack = vi.fn(async () => sized(100)).mockRejectedValueOnce(full)
  await plain.take('b', layer('z'), unpack)
  expect(unpack).toHaveBeenCalledTimes(2)
  // What was half there, and what was kept for nobody.
  expect(released()).toEqual(['spool 3', 'spool 1'])
  await expect(plain.take('b', layer('w'), () => Promise.reject(full))).rejects.toBe(full)
})

test('what could not be unpacked is not kept', async () => {
  const { plain, take, released } = opened()
  await expect(plain.take('a', layer('x'), () => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled')
  expect(released()).toEqual(['spool 1'])
  expect(await take('a', layer('x'))).toBe(true)
})

test('unpacked twice at once, it is kept once', async () => {
  const { plain, take, released } = opened()
  expect(await Promise.all([take('a', layer('x')), take('b', layer('x'))])).toEqual([true, true])
  expect(released()).toHaveLength(1)
  plain.release('a')
  expect(await take('c', layer('x'))).toBe(false)
})
