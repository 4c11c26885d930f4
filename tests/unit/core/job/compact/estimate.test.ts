import { expect, test } from 'vitest'
import { hashingHere } from '../../../../../src/core/check/hashing'
import type { Codec } from '../../../../../src/core/delta/note'
import { millHere } from '../../../../../src/core/delta/mill'
import { estimate } from '../../../../../src/core/job/compact/estimate'
import type { CompactJob } from '../../../../../src/core/job/compact/job'
import { readOldLayers } from '../../../../../src/core/job/compact/old-layers'
import { planCompact, toUnpack } from '../../../../../src/core/job/compact/plan'
import { plainStored } from '../../../../../src/core/layer/stored'
import { memory } from '../../../../fixtures/cases'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import type { Packing } from '../../../../fixtures/layers'
import { openArchive } from '../../../../fixtures/opening'
import { concat, fileOf, tarOf, type Bytes, type Member } from '../../../../fixtures/tar'

const MIB = 1024 * 1024
const body = bytesOfSeed(1, 9 * MIB)
const files = (change: (body: Bytes, at: number) => Bytes): Member[] =>
  Array.from({ length: 300 }, (_, at) => {
    const own = body.subarray(at * 30_000, (at + 1) * 30_000)
    return { name: `usr/lib/${at}.so`, body: change(own, at) }
  })
const same = (bytes: Bytes) => bytes
/** One byte in so many is another. */
const strewn = (bytes: Bytes, every: number) => bytes.map((byte, at) => (at % every === 0 ? byte ^ 0xff : byte))

const small = tarOf(files(same).slice(0, 40))
/** Files and a large one, more than is sampled. */
const large = (change: (body: Bytes, at: number) => Bytes) =>
  tarOf([...files(change), { name: 'opt/large', body: change(concat(body, bytesOfSeed(2, 7 * MIB)), 1) }])

interface Given {
  readonly old: Bytes
  readonly fresh: Bytes
  readonly packing?: Packing
}

async function jobOf({ old, fresh, packing = 'tar' }: Given, codec: Codec = 'zstd'): Promise<CompactJob> {
  const [archive, base] = await Promise.all(
    [imageOfLayers([fresh], packing), imageOfLayers([old], packing)].map((bytes) =>
      openArchive(fileOf(bytes, 'x.tar')),
    ),
  )
  const plan = planCompact(archive!, [base!])
  const unpacked = await Promise.all(toUnpack(plan).map(({ stored }) => plainStored(stored, memory())))
  return {
    archive: archive!,
    plan,
    unpacked,
    codec,
    made: 'test',
    beside: [{ name: 'READ ME', text: 'Restore me.\n' }],
  }
}

const toldOf = async (job: CompactJob, now = () => 0) =>
  estimate(job, await readOldLayers(job, hashingHere), { mill: millHere(), now })

test.each<[string, Given]>([
  [
    'little that changed, of little',
    { old: small, fresh: tarOf(files((own, at) => (at === 7 ? strewn(own, 9) : own)).slice(0, 40)) },
  ],
  [
    'files that are others',
    { old: large(same), fresh: large((own, at) => (at % 8 === 2 ? bytesOfSeed(at + 10, own.length) : own)) },
  ],
  ['bytes that are others, here and there', { old: large(same), fresh: large((own) => strewn(own, 2000)) }],
  [
    'what is moved within a large file',
    { old: large(same), fresh: large((own, at) => (own.length > MIB ? concat(bytesOfSeed(at, 5000), own) : own)) },
  ],
  ['nothing in common', { old: small, fresh: tarOf([{ name: 'app', body: bytesOfSeed(3, 3 * MIB) }]) }],
  [
    'packed layers',
    { old: small, fresh: tarOf(files((own, at) => (at % 5 ? own : strewn(own, 9))).slice(0, 40)), packing: 'gzip' },
  ],
])('what is told before is what it comes to: %s', async (_, given) => {
  for (const codec of ['zstd', 'gzip'] as const) {
    const told = await toldOf(await jobOf(given, codec))
    const packing = given.packing ?? 'tar'
    const [target, base] = [given.fresh, given.old].map((layer) => fileOf(imageOfLayers([layer], packing), 'x.tar'))
    const { bytes } = await compacted(target!, [base!], codec)
    const { low, high } = told
    expect(low, `${bytes.length} of ${low} to ${high}`).toBeLessThanOrEqual(bytes.length)
    expect(high, `${bytes.length} of ${low} to ${high}`).toBeGreaterThanOrEqual(0.9 * bytes.length)
    expect(high).toBeLessThan(Math.max(2 * bytes.length, low + 60_000))
  }
})

test('what no old layer is like is told by how it packs', async () => {
  const words = (size: number) =>
    new Uint8Array(
      Buffer.from(bytesOfSeed(4, size / 2))
        .toString('hex')
        .split('')
        .map((one) => one.charCodeAt(0)),
    )
  const layers = [small, tarOf([{ name: 'words', body: words(2 * MIB) }])]
  const [archive, base] = await Promise.all(
    [layers, [small]].map((one) => openArchive(fileOf(imageOfLayers(one), 'x.tar'))),
  )
  const plan = planCompact(archive!, [base!])
  const told = await toldOf({ archive: archive!, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] })
  const { bytes } = await compacted(fileOf(imageOfLayers(layers), 'x.tar'), [fileOf(imageOfLayers([small]), 'x.tar')])
  expect(told.low).toBeLessThan(bytes.length)
  expect(told.high).toBeGreaterThan(0.9 * bytes.length)
  expect(told.high).toBeLessThan(1.3 * bytes.length)
})

test('what is not made anew takes its time, too: it is hashed', async () => {
  const shared = tarOf([{ name: 'same', body: bytesOfSeed(5, 1_000_000) }])
  const fresh = tarOf(files((own, at) => (at === 7 ? strewn(own, 9) : own)).slice(0, 40))
  const secondsOf = async (...same: readonly Bytes[]) => {
    const [archive, base] = await Promise.all(
      [
        [...same, fresh],
        [...same, small],
      ].map((layers) => openArchive(fileOf(imageOfLayers(layers), 'x.tar'))),
    )
    const plan = planCompact(archive!, [base!])
    return (await toldOf({ archive: archive!, plan, unpacked: [], codec: 'zstd', made: 'test', beside: [] })).seconds
  }
  const [alone, beside] = [await secondsOf(), await secondsOf(shared)]
  expect(beside - alone).toBeCloseTo((shared.length / 1024 ** 3) * 3.4, 4)
})

test('a layer that is larger than its samples takes so much longer', async () => {
  let now = 0
  const job = await jobOf({ old: small, fresh: large(same) })
  const { seconds } = await toldOf(job, () => (now += 1000))
  const sampled = 16 * MIB
  expect(seconds).toBeGreaterThan(0.3 * 0.7 * (large(same).length / sampled))
  expect(seconds).toBeLessThan(0.3 * 1.3 * (large(same).length / sampled))
})
