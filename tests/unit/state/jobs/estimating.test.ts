import { expect, test, vi } from 'vitest'
import type { Request } from '../../../../src/state/deliveries.svelte'
import { estimateAll } from '../../../../src/state/jobs/estimating'
import { spools } from '../../../../src/storage/opfs/scratch'
import { KnownLayers } from '../../../../src/state/jobs/known-layers'
import { PlainLayers } from '../../../../src/state/jobs/plain-layers'
import type { CompactApi, LayerOfFile, OldKey } from '../../../../src/worker/compact/api'
import { readLayer } from '../../../fixtures/read-layer'
import { inCompactWorker } from '../../../../src/worker/compact/compact-worker'
import { unpackLayer } from '../../../../src/worker/decoder/unpack-file'

// There are no workers in Node.
vi.mock(import('../../../../src/worker/compact/compact-worker'), () => ({
  inCompactWorker: vi.fn(),
  besideMill: (work) => work(new MessageChannel().port1),
}))
vi.mock(import('../../../../src/worker/decoder/unpack-file'), () => ({ unpackLayer: vi.fn() }))

const bytes = new Blob(['made'])
const given = { id: 'x', name: 'x', bytes }
const request = (id: string): Request => ({
  id,
  name: id,
  stamp: id,
  choice: { bases: [], mode: 'one-host', form: 'compact', before: [], only: {} },
})
const packed = (entry: string, size = 10): LayerOfFile => {
  const blob = new Blob([])
  Object.defineProperty(blob, 'size', { value: size })
  return { id: 'base', file: 'base.tar', entry, blob, encoding: 'gzip' }
}
const about = { low: 1, high: 2, seconds: 3 }

interface Given {
  readonly bare?: readonly string[]
  readonly oldsOf?: (id: string) => readonly OldKey[]
  /** So many reads fail. */
  readonly failing?: number
}

async function told(
  layersOf: Readonly<Record<string, readonly LayerOfFile[]>>,
  { bare = [], oldsOf = () => [], failing = 0 }: Given = {},
) {
  let claimed = 0
  vi.spyOn(spools, 'claim').mockImplementation(async () => `spool ${claimed++}`)
  const released = vi.spyOn(spools, 'release').mockReset().mockResolvedValue()
  vi.mocked(unpackLayer).mockReset().mockResolvedValue(bytes)
  const estimate = vi.fn<CompactApi['estimate']>(async () => about)
  const readOlds = vi.fn<CompactApi['readOlds']>(async (known) => {
    return { damaged: [], read: known.map((one) => one ?? readLayer()) }
  })
  for (let time = 0; time < failing; time++) readOlds.mockRejectedValueOnce(new Error('unreadable'))
  const toMake: CompactApi['toMake'] = async ({ target }) => {
    const layers = layersOf[target.name]
    if (!layers) throw new Error('no such archive')
    return { layers, remarks: [], olds: oldsOf(target.name) }
  }
  vi.mocked(inCompactWorker).mockReset()
  vi.mocked(inCompactWorker).mockImplementation((work) =>
    work({ ...steps, estimate, toMake, readOlds } as Partial<CompactApi> as CompactApi),
  )
  const door = {
    compactInputs: async (id: string) => ({
      bare: bare.includes(id) ? ['base'] : [],
      target: { id, name: id, bytes },
      bases: [given],
      earlier: [],
    }),
  }
  const tell = vi.fn()
  const requests = ['a', 'b', 'c'].map(request)
  const [known, plain] = [new KnownLayers(() => 1), new PlainLayers(() => 1)]
  await estimateAll(door, { requests, codec: 'zstd', known, plain, tell }, new AbortController().signal)
  const results = Object.fromEntries(tell.mock.calls.map(([{ id }, one]) => [id, one]))
  const reads = readOlds.mock.calls.map(([known]) => known.map((one) => one !== undefined))
  return {
    results,
    estimate,
    reads,
    unpacked: vi.mocked(unpackLayer).mock.calls.map(([layer]) => layer.entry),
    released,
    plain,
  }
}

const steps: Partial<CompactApi> = { helpedBy: async () => {}, begin: async () => {} }

test('old layers are read once for those that build upon the same, and what is known of some serves others', async () => {
  const [one, two] = ['one', 'two'].map((layer) => ({ file: 'base', layer }))
  const { reads } = await told({ a: [], b: [], c: [] }, { oldsOf: (id) => (id === 'c' ? [two!, one!] : [one!]) })
  expect(reads).toEqual([[false], [false, true]])
})

test('what could not be read for one is read again for the next', async () => {
  const one = { file: 'base', layer: 'one' }
  const { reads, results } = await told({ a: [], b: [], c: [] }, { oldsOf: () => [one], failing: 1 })
  expect(reads).toEqual([[false], [false]])
  expect(results).toEqual({ a: undefined, b: about, c: about })
})

test('all go through one worker; of one that can’t be made others know nothing', async () => {
  const { results } = await told({ a: [], c: [] })
  expect(results).toEqual({ a: about, b: undefined, c: about })
  expect(inCompactWorker).toHaveBeenCalledOnce()
})

test('a base whose bytes went by is not opened once more for a hint', async () => {
  const { results, estimate } = await told({ a: [], b: [], c: [] }, { bare: ['b'] })
  expect(results).toEqual({ a: about, b: undefined, c: about })
  expect(estimate).toHaveBeenCalledTimes(2)
})

test('what is packed is unpacked once for all, and stays for whatever is made of it', async () => {
  const shared = packed('base layer')
  const { results, unpacked, released, plain } = await told({ a: [shared, packed('a')], b: [shared], c: [] })
  expect(results).toEqual({ a: about, b: about, c: about })
  expect(unpacked).toEqual(['base layer', 'a'])
  expect(released).not.toHaveBeenCalled()
  expect([shared, packed('a')].map((layer) => plain.has(layer))).toEqual([true, true])
  // A bomb goes no further than this.
  expect(vi.mocked(unpackLayer).mock.calls.map(([, , , , most]) => most)).toEqual([160, 160])
})

test('of much that is packed nothing is unpacked, and nothing told', async () => {
  const { results, unpacked } = await told({ a: [packed('much', 2 ** 30)], b: [packed('little')], c: [] })
  expect(results).toEqual({ a: undefined, b: about, c: about })
  expect(unpacked).toEqual(['little'])
})

test('of very much nothing is told, and nobody is asked', async () => {
  const huge = new Blob([])
  Object.defineProperty(huge, 'size', { value: 9 * 1024 ** 3 })
  vi.mocked(inCompactWorker).mockImplementation((work) => work(steps as CompactApi))
  const door = {
    compactInputs: async () => ({ bare: [], target: { id: 'a', name: 'a', bytes: huge }, bases: [given], earlier: [] }),
  }
  const tell = vi.fn()
  const [known, plain] = [new KnownLayers(() => 1), new PlainLayers(() => 1)]
  await estimateAll(door, { requests: [request('a')], codec: 'zstd', known, plain, tell }, new AbortController().signal)
  expect(tell.mock.calls.map(([{ id }, one]) => [id, one])).toEqual([['a', undefined]])
})
