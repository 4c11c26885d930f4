import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { sumJob } from '../../../../src/worker/decoder/sum-job'
import { throughWorker, type PassOn } from '../../../../src/worker/decoder/summing'
import { connect } from '../../../../src/worker/door/connect'
import type { SumApi } from '../../../../src/worker/decoder/api'
import { FakeWorker } from '../door/fake-worker'

/** Larger than a few pieces, and not a round number of them. */
const bytes = Uint8Array.from({ length: 9_500_001 }, (_, at) => (at * 2_654_435_761) >>> 24)
const sumOf = (what: Uint8Array) => createHash('sha256').update(what).digest('hex')
const going = () => new AbortController().signal

async function read(passOn: PassOn, blob: Blob, onRead: (bytes: number) => void = () => {}) {
  const passing = passOn(blob, onRead)
  const parts: Uint8Array[] = []
  for (let step = await passing.next(); ; step = await passing.next()) {
    if (step.done) return { bytes: Buffer.concat(parts), sum: step.value }
    parts.push(step.value)
  }
}

function opened() {
  const worker = new FakeWorker(sumJob())
  return { worker, open: () => connect<SumApi>(worker) }
}

test('bytes come through as they were, one Blob after the other, each with its sum; then the worker ends', async () => {
  const { worker, open } = opened()
  const told: number[] = []
  await throughWorker(
    async (passOn) => {
      const first = await read(passOn, new Blob([bytes]), (done) => told.push(done))
      expect(first.bytes.equals(bytes)).toBe(true)
      expect(first.sum).toBe(sumOf(bytes))
      expect((await read(passOn, new Blob([]))).sum).toBe(sumOf(new Uint8Array()))
      expect((await read(passOn, new Blob(['abc']))).sum).toBe(sumOf(Buffer.from('abc')))
    },
    going(),
    open,
  )
  expect(told[0]).toBe(0)
  expect(told.at(-1)).toBe(bytes.length)
  expect(told).toEqual(told.toSorted((one, other) => one - other))
  expect(worker.ended).toBe(true)
})

test('cancelled, it ends, and its worker too', async () => {
  const { worker, open } = opened()
  const cancel = new AbortController()
  const reading = throughWorker((passOn) => read(passOn, new Blob([bytes]), () => cancel.abort()), cancel.signal, open)
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(worker.ended).toBe(true)
})

test('a file that was cut off meanwhile is none any more', async () => {
  const cut = new Blob([bytes])
  cut.slice = (from, to) => new Blob([bytes.slice(0, 5_000_000)]).slice(from, to)
  const { worker, open } = opened()
  const reading = throughWorker((passOn) => read(passOn, cut), going(), open)
  await expect(reading).rejects.toMatchObject({ name: 'NotReadableError' })
  expect(worker.ended).toBe(true)
})
