import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { millHere } from '../../../../src/core/delta/mill'
import { millBy } from '../../../../src/worker/compact/mill-by-port'
import { lendMill } from '../../../../src/worker/compact/mill-job'
import { beside, type LendingApi } from '../../../../src/worker/door/beside'
import { connect } from '../../../../src/worker/door/connect'
import { bytesOfSeed } from '../../../fixtures/changed-layers'
import { concat, type Bytes } from '../../../fixtures/tar'
import { FakeWorker } from '../door/fake-worker'

const going = () => new AbortController().signal

function opened() {
  const worker = new FakeWorker({ lend: lendMill })
  return { worker, open: () => connect<LendingApi>(worker) }
}

const reference = bytesOfSeed(1, 50_000)
const residual = concat(reference.slice(20_000, 30_000), bytesOfSeed(2, 500), reference.slice(100, 9_000))

test('what another matches is what one would find oneself, and the memory of both goes over', async () => {
  const { worker, open } = opened()
  const expected = await millHere().match(residual.slice(), reference.slice())
  const [mine, other] = [residual.slice(), reference.slice()]
  const matched = await beside((port) => millBy(port).match(mine, other), going(), open)
  expect(matched).toEqual(expected)
  expect(matched.length.length).toBeGreaterThan(1)
  expect([mine.length, other.length]).toEqual([0, 0])
  expect(worker.ended).toBe(true)
})

test('what another packs comes back in order, of several packings at once', async () => {
  const { open } = opened()
  const outs: [Bytes[], Bytes[]] = [[], []]
  await beside(
    async (port) => {
      const mill = millBy(port)
      const packers = outs.map((out) => mill.packer('gzip', async (bytes) => void out.push(bytes.slice())))
      for (const at of [0, 1, 2, 3])
        for (const [which, packer] of packers.entries()) await packer.write(bytesOfSeed(which + at, 100_000))
      for (const packer of packers) await packer.finish()
    },
    going(),
    open,
  )
  for (const [which, out] of outs.entries()) {
    const all = concat(...[0, 1, 2, 3].map((at) => bytesOfSeed(which + at, 100_000)))
    expect(gunzipSync(concat(...out)).equals(all)).toBe(true)
  }
})

test('a fault over there is told to whoever waits next, and ends nothing else', async () => {
  const { open } = opened()
  const wrong = async () => {
    throw new Error('no room')
  }
  await beside(
    async (port) => {
      const mill = millBy(port)
      const failing = mill.packer('gzip', wrong)
      await failing.write(bytesOfSeed(1, 10))
      await expect(failing.finish()).rejects.toThrow('no room')
      expect((await mill.match(residual.slice(), reference.slice())).length.length).toBeGreaterThan(0)
    },
    going(),
    open,
  )
})

test('when the other dies, so does the work', async () => {
  const { worker, open } = opened()
  const work = beside(() => new Promise(() => {}), going(), open)
  worker.fail('out of memory')
  await expect(work).rejects.toThrow('worker-died')
})
