import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { hashingBy } from '../../../../src/worker/decoder/hashing-by-port'
import { beside, type LendingApi } from '../../../../src/worker/door/beside'
import { lendingJob } from '../../../../src/worker/decoder/lent-hashing'
import { connect } from '../../../../src/worker/door/connect'
import { FakeWorker } from '../door/fake-worker'

/** Larger than a few pieces, and not a round number of them. */
const bytes = Uint8Array.from({ length: 9_500_001 }, (_, at) => (at * 2_654_435_761) >>> 24)
const digestOf = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return `sha256:${hash.digest('hex')}`
}
const going = () => new AbortController().signal

function opened() {
  const worker = new FakeWorker(lendingJob)
  return { worker, open: () => connect<LendingApi>(worker) }
}

test('bytes and Blobs are hashed in their order, several hashes at once; then the worker ends', async () => {
  const { worker, open } = opened()
  const digests = await beside(
    async (port) => {
      const hashing = hashingBy(port)
      const [one, other, none] = [hashing.begin(), hashing.begin(), hashing.begin()]
      // What was given may be written over at once.
      const chunk = bytes.slice(0, 3_000_000)
      await one.write(chunk)
      await other.write(new Blob([bytes]))
      chunk.fill(0)
      await one.write(new Blob([bytes]))
      await one.write(chunk)
      await other.write(chunk.subarray(0, 5))
      return Promise.all([one.digest(), other.digest(), none.digest()])
    },
    going(),
    open,
  )
  const zeros = new Uint8Array(3_000_000)
  expect(digests).toEqual([
    digestOf(bytes.subarray(0, 3_000_000), bytes, zeros),
    digestOf(bytes, zeros.subarray(0, 5)),
    digestOf(),
  ])
  expect(worker.ended).toBe(true)
})

test('memory comes back, and is used again', async () => {
  const { open } = opened()
  const made = vi.spyOn(globalThis, 'ArrayBuffer')
  await beside(
    async (port) => {
      const hashing = hashingBy(port)
      for (let layer = 0; layer < 3; layer++) {
        const hash = hashing.begin()
        for (let at = 0; at < 12; at++) await hash.write(bytes.subarray(0, 1_000_000))
        await hash.digest()
      }
    },
    going(),
    open,
  )
  // Four are under way, and one is filled.
  expect(made.mock.calls.filter(([size]) => size === 512 * 1024).length).toBeLessThanOrEqual(5)
  made.mockRestore()
})

test('bytes that can’t be read are told, by whatever is asked next', async () => {
  const { open } = opened()
  const gone = vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'))
  await beside(
    async (port) => {
      const hash = hashingBy(port).begin()
      await hash.write(new Blob(['x']))
      await expect(hash.digest()).rejects.toMatchObject({ name: 'NotReadableError' })
    },
    going(),
    open,
  )
  gone.mockRestore()
})

test('a worker that dies ends the work', async () => {
  const { worker, open } = opened()
  const work = beside(() => new Promise<void>(() => worker.fail('out of memory')), going(), open)
  await expect(work).rejects.toMatchObject({ message: 'worker-died' })
  expect(worker.ended).toBe(true)
})

test('cancelled, it ends, and its worker too', async () => {
  const { worker, open } = opened()
  const cancel = new AbortController()
  const work = beside(() => new Promise<void>(() => cancel.abort()), cancel.signal, open)
  await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  expect(worker.ended).toBe(true)
})

test('two pieces at most are under way: whoever makes more waits', async () => {
  const { port1: here, port2: there } = new MessageChannel()
  let asked = 0
  there.onmessage = () => void asked++
  let written = false
  void hashingBy(here)
    .begin()
    .write(bytes)
    .then(() => (written = true))
  await expect.poll(() => asked).toBe(2)
  for (let turn = 0; turn < 20; turn++) await new Promise((later) => setImmediate(later))
  expect([asked, written]).toEqual([2, false])
  for (const port of [here, there]) port.close()
})
