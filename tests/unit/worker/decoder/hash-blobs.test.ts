import { expect, test } from 'vitest'
import type { Hashed, ToHash } from '../../../../src/core/check/to-hash'
import type { HashApi } from '../../../../src/worker/decoder/api'
import { decoders } from '../../../../src/worker/decoder/decoders'
import { inPool } from '../../../../src/worker/decoder/hash-blobs'
import { connect } from '../../../../src/worker/door/connect'
import { FakeWorker } from '../door/fake-worker'

const MB = 1_000_000
const blobs = [9 * MB, 12 * MB, 20 * MB].map((size): ToHash => {
  return { start: size, bytes: new Blob([new Uint8Array(size)]), digest: 'sha256', unpack: undefined }
})
const total = 41 * MB
const going = () => new AbortController().signal

const answer = (asked: readonly ToHash[]) =>
  asked.map(({ start }): Hashed => ({ start, digest: 'sha256:0', diffId: undefined, fault: undefined }))

/** Workers that answer at once, or never. */
function pool(hash: HashApi['hash'] = async (asked) => answer(asked)) {
  const workers: FakeWorker[] = []
  const open = () => {
    const worker = new FakeWorker({ hash })
    workers.push(worker)
    return connect<HashApi>(worker)
  }
  return { workers, open }
}

test('all is hashed, by two workers that end with it, and told up to the last byte', async () => {
  const { workers, open } = pool()
  const told: number[] = []
  const hashed = await inPool(blobs, (done) => told.push(done), going(), open)
  expect(hashed.map(({ start }) => start).toSorted((one, other) => one - other)).toEqual([9 * MB, 12 * MB, 20 * MB])
  expect([told[0], told.at(-1)]).toEqual([0, total])
  expect(workers.map(({ ended }) => ended)).toEqual([true, true])
})

test('where one turn is taken the other does it all, and nobody waits for the first', async () => {
  const { workers, open } = pool()
  const over = new AbortController()
  const taken = decoders.take(
    going(),
    () => new Promise<void>((free) => over.signal.addEventListener('abort', () => free())),
  )
  expect(await inPool(blobs, () => {}, going(), open)).toHaveLength(3)
  expect(workers).toHaveLength(1)
  over.abort()
  await taken
})

test('what fails in one ends the other', async () => {
  const { workers, open } = pool(async ([first]) => {
    if (first?.start === 12 * MB) throw new RangeError('no such bytes')
    return new Promise(() => {})
  })
  await expect(inPool(blobs, () => {}, going(), open)).rejects.toThrow('no such bytes')
  await expect.poll(() => workers.map(({ ended }) => ended)).toEqual([true, true])
})

test('cancelled, it ends them in whatever they do', async () => {
  const { workers, open } = pool(() => new Promise(() => {}))
  const cancel = new AbortController()
  const hashing = inPool(blobs, () => {}, cancel.signal, open)
  await expect.poll(() => workers.length).toBe(2)
  cancel.abort()
  await expect(hashing).rejects.toThrow('abort')
  await expect.poll(() => workers.map(({ ended }) => ended)).toEqual([true, true])
})
