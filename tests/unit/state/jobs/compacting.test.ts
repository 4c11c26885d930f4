import { expect, test, vi } from 'vitest'
import type { Hashed, ToHash } from '../../../../src/core/check/to-hash'
import { ArchiveError } from '../../../../src/core/errors'
import { remark } from '../../../../src/core/image/finding'
import type { MadeRecipe } from '../../../../src/core/job/compact/made-recipe'
import type { Damaged } from '../../../../src/core/job/damaged'
import { Compacting } from '../../../../src/state/jobs/compacting'
import { spools } from '../../../../src/storage/opfs/scratch'
import type { CompactApi } from '../../../../src/worker/compact/api'
import { inCompactWorker } from '../../../../src/worker/compact/compact-worker'
import { besideHasher } from '../../../../src/worker/decoder/lending'
import { unpackLayer } from '../../../../src/worker/decoder/unpack-file'
import type { HashBlobs } from '../../../../src/worker/decoder/hash-blobs'
import { readLayer } from '../../../fixtures/read-layer'
import { turn, until } from '../../../fixtures/session'

// There are no workers in Node.
vi.mock(import('../../../../src/worker/compact/compact-worker'), () => ({
  inCompactWorker: vi.fn(),
  besideMill: (work) => work(new MessageChannel().port1),
}))

vi.mock(import('../../../../src/worker/decoder/unpack-file'), () => ({ unpackLayer: vi.fn() }))

vi.mock(import('../../../../src/worker/decoder/lending'), () => ({ besideHasher: vi.fn() }))

const bytes = new Blob(['made'])
const given = { id: 'x', name: 'x', bytes }
const door = { compactInputs: async () => ({ bare: [], target: given, bases: [given], earlier: [] }) }
const choice = { bases: [], mode: 'one-host', form: 'compact', before: [], only: {} } as const

const nothing = { layers: [], remarks: [], olds: [] }
const makes: Partial<CompactApi> = {
  helpedBy: async () => {},
  begin: async () => {},
  toHash: async () => [],
  readOlds: async () => ({ damaged: [], read: [] }),
  make: async () => [],
  write: async () => ({ bytes, recipes: [] }),
}
const files = { withBytes: async () => {}, item: () => undefined }

test('what was made is read before its spools are given back', async () => {
  const released = vi.spyOn(spools, 'release').mockResolvedValue()
  vi.spyOn(spools, 'claim').mockResolvedValue('spool')
  let tell = () => {}
  const cost = vi.fn<CompactApi['cost']>(() => new Promise((_, reject) => (tell = () => reject(new Error('over')))))
  const api: Partial<CompactApi> = {
    cost,
    ...makes,
    toMake: async () => nothing,
  }
  vi.mocked(inCompactWorker).mockImplementation((work) => work(api as CompactApi))
  const compacting = new Compacting(door, files, { all: async () => [] }, () => false)
  const { signal } = new AbortController()
  await compacting.make({ id: 'a', choice, onProgress: () => {}, signal }, 'zstd')

  const reading = compacting.cost('a', signal)
  await turn()
  compacting.release('a')
  await turn()
  expect(cost).toHaveBeenCalledOnce()
  expect(released).not.toHaveBeenCalled()
  tell()
  await expect(reading).rejects.toThrow('over')
  await turn()
  expect(released).toHaveBeenCalledWith('spool')
  await expect(compacting.cost('a', signal)).rejects.toThrow(RangeError)
})

test('a whole archive is made beside a worker that hashes it, and what that leaves is hashed before it is given out', async () => {
  let claimed = 0
  vi.spyOn(spools, 'claim').mockImplementation(async () => `spool ${claimed++}`)
  const { port1: port } = new MessageChannel()
  const left: ToHash = { start: 0, bytes, digest: 'sha256', unpack: undefined }
  const hashed: Hashed = { start: 0, digest: 'sha256:0', diffId: undefined, fault: undefined }
  const api = {
    toRestore: vi.fn<CompactApi['toRestore']>(async () => nothing),
    remake: vi.fn<CompactApi['remake']>(async () => [left]),
    proved: vi.fn<CompactApi['proved']>(async () => bytes),
  }
  vi.mocked(inCompactWorker).mockImplementation((work) => work(api as Partial<CompactApi> as CompactApi))
  vi.mocked(besideHasher).mockImplementation((work) => work(port))
  const all = vi.fn<HashBlobs>(async () => [hashed])
  const compacting = new Compacting(door, files, { all }, () => false)
  const { signal } = new AbortController()
  expect(await compacting.restore({ id: 'a', choice, onProgress: () => {}, signal })).toEqual({ bytes, remarks: [] })
  const means = { unpacked: [], spool: 'spool 0', frame: 'spool 1' }
  const [made] = api.remake.mock.calls
  expect(made?.[0]).toEqual(means)
  expect(made?.[1]).toBe(port)
  expect(all.mock.calls.map(([blobs]) => blobs)).toEqual([[left]])
  expect(api.proved).toHaveBeenCalledWith([hashed])
  port.close()
})

const facts = { file: 'first.tar', entry: 'a/layer.tar', expected: 'sha256:1', found: 'sha256:2' }
const fault = { code: 'base-damaged', facts } as const
const damaged: Damaged = { file: 'first.tar', entry: 'a/layer.tar', fault }
const remarks = [remark('damaged-in-one', facts)]

/** What is planned for whoever knows of damage, and for whoever does not. */
const planned: CompactApi['toMake'] = async (given) => (given.damaged.length === 0 ? nothing : { ...nothing, remarks })

function compactingBy(api: Partial<CompactApi>) {
  vi.spyOn(spools, 'claim').mockResolvedValue('spool')
  vi.spyOn(spools, 'release').mockResolvedValue()
  vi.mocked(inCompactWorker).mockImplementation((work) => work(api as CompactApi))
  const compacting = new Compacting(door, files, { all: async () => [] }, () => false)
  return { compacting, job: { id: 'a', choice, onProgress: () => {}, signal: new AbortController().signal } }
}

test('what one base has damaged is not used, and told', async () => {
  const proved = vi.fn<CompactApi['proved']>(async () => bytes)
  proved.mockRejectedValueOnce(new ArchiveError('base-damaged', facts))
  const { compacting, job } = compactingBy({ toRestore: planned, remake: async () => [], proved })
  expect(await compacting.restore(job)).toEqual({ bytes, remarks })
})

test('an old layer that is none is known before anything is made of it', async () => {
  const toMake = vi.fn(planned)
  const readOlds = vi.fn(makes.readOlds!).mockResolvedValueOnce({ damaged: [damaged], read: [] })
  const make = vi.fn<CompactApi['make']>(async () => [])
  const { compacting, job } = compactingBy({ ...makes, toMake, readOlds, make })
  expect(await compacting.make(job, 'zstd')).toEqual({ bytes, remarks })
  expect(toMake.mock.calls.map(([inputs]) => inputs.damaged)).toEqual([[], [damaged]])
  expect(make).toHaveBeenCalledOnce()
})

test('what was made serves what is made of the same, and stays as long as that takes', async () => {
  let finish = () => {}
  const recipes = [{ size: 1 } as MadeRecipe]
  const begin = vi.fn<CompactApi['begin']>(async () => {})
  const make = vi.fn<CompactApi['make']>(async () => [])
  const write = async () => ({ bytes, recipes })
  const { compacting, job } = compactingBy({ ...makes, toMake: async () => nothing, begin, make, write })
  const released = vi.mocked(spools.release)
  released.mockClear()
  await compacting.make(job, 'zstd')
  make.mockImplementationOnce(() => new Promise((resolve) => (finish = () => resolve([]))))
  const second = compacting.make({ ...job, id: 'b' }, 'zstd')
  await until(() => make.mock.calls.length, 2)
  expect(begin.mock.calls.map(([means]) => means.recipes)).toEqual([[], recipes])
  compacting.release('a')
  await turn()
  expect(released).not.toHaveBeenCalled()
  finish()
  await second
  await turn()
  expect(released).toHaveBeenCalledOnce()
})

test('what was made of other bases does not serve, nor what was given back', async () => {
  const begin = vi.fn<CompactApi['begin']>(async () => {})
  const write = async () => ({ bytes, recipes: [{ size: 1 } as MadeRecipe] })
  const { compacting, job } = compactingBy({ ...makes, toMake: async () => nothing, begin, write })
  await compacting.make(job, 'zstd')
  const inputs = vi.spyOn(door, 'compactInputs')
  const other = { bare: [], target: given, bases: [{ ...given, id: 'y' }], earlier: [] }
  for (let twice = 0; twice < 2; twice++) inputs.mockResolvedValueOnce(other)
  await compacting.make({ ...job, id: 'b' }, 'zstd')
  compacting.release('a')
  await compacting.make({ ...job, id: 'c' }, 'zstd')
  expect(begin.mock.calls.map(([means]) => means.recipes)).toEqual([[], [], []])
})

test('what reading old layers told is there for what is made next', async () => {
  const [olds, read] = [[{ file: 'base', layer: 'one' }], [readLayer()]]
  const readOlds = vi.fn(makes.readOlds!).mockResolvedValueOnce({ damaged: [], read })
  const { compacting, job } = compactingBy({ ...makes, toMake: async () => ({ ...nothing, olds }), readOlds })
  await compacting.make(job, 'zstd')
  await compacting.make({ ...job, id: 'b' }, 'gzip')
  expect(readOlds.mock.calls.map(([known]) => known)).toEqual([[undefined], read])
})

test('large old layers are read by a worker that ends before another one makes something of them', async () => {
  const large = Object.defineProperty(new Blob(), 'size', { value: 3 * 2 ** 30 })
  const [olds, read] = [[{ file: 'base', layer: 'one' }], [readLayer()]]
  const readOlds = vi.fn(makes.readOlds!).mockResolvedValue({ damaged: [], read })
  const readOldsApart = vi.fn<CompactApi['readOldsApart']>(async (_, onProgress) => {
    onProgress(30, 50)
    return { read, work: 40 }
  })
  const make = vi.fn<CompactApi['make']>(async (_, onProgress) => {
    onProgress(5, 10)
    return []
  })
  const { compacting, job } = compactingBy({
    ...makes,
    toMake: async () => ({ ...nothing, olds }),
    readOlds,
    readOldsApart,
    make,
  })
  let working = 0
  const most: number[] = []
  const before = vi.mocked(inCompactWorker).getMockImplementation()!
  vi.mocked(inCompactWorker).mockImplementation(async (work, signal) => {
    most.push(++working)
    return before(work, signal).finally(() => working--)
  })
  const inputs = vi.spyOn(door, 'compactInputs')
  const other = { bare: [], target: given, bases: [{ ...given, bytes: large }], earlier: [] }
  for (let time = 0; time < 4; time++) inputs.mockResolvedValueOnce(other)
  const told: [number, number][] = []
  await compacting.make({ ...job, onProgress: (done, total) => told.push([done, total]) }, 'zstd')
  expect(most).toEqual([1, 1])
  expect(readOlds.mock.calls.map(([known]) => known)).toEqual([read])
  // What was read counts on.
  expect(told).toContainEqual([30, 50])
  expect(told).toContainEqual([45, 50])
  // What is kept serves the next.
  await compacting.make({ ...job, id: 'b' }, 'zstd')
  expect(readOldsApart.mock.calls.map(([known]) => known)).toEqual([[undefined], read])
})

test('what was unpacked is there for what is made next of the same file', async () => {
  vi.mocked(unpackLayer).mockReset().mockResolvedValue(bytes)
  const layers = [{ id: 'base', file: 'base.tar', entry: 'layer.tar', blob: bytes, encoding: 'gzip' }] as const
  const begin = vi.fn(makes.begin!)
  const { compacting, job } = compactingBy({ ...makes, begin, toMake: async () => ({ ...nothing, layers }) })
  await compacting.make(job, 'zstd')
  await compacting.make({ ...job, id: 'b' }, 'zstd')
  expect(begin.mock.calls.map(([means]) => means.unpacked)).toEqual([[bytes], [bytes]])
  expect(unpackLayer).toHaveBeenCalledOnce()
})

test('where room is lacking, what was unpacked for others makes some', async () => {
  vi.mocked(unpackLayer).mockReset().mockResolvedValue(bytes)
  const layers = [{ id: 'base', file: 'base.tar', entry: 'layer.tar', blob: bytes, encoding: 'gzip' }] as const
  const full = new ArchiveError('compact-room', { file: 'x', found: 1 })
  const make = vi.fn(makes.make!)
  const { compacting, job } = compactingBy({ ...makes, make, toMake: async () => ({ ...nothing, layers }) })
  await compacting.make(job, 'zstd')
  compacting.release(job.id)
  make.mockRejectedValueOnce(full)
  await compacting.make({ ...job, id: 'b' }, 'zstd')
  expect(unpackLayer).toHaveBeenCalledTimes(2)
  // What it needs itself is no room for it.
  make.mockRejectedValue(full)
  await expect(compacting.make({ ...job, id: 'c' }, 'zstd')).rejects.toMatchObject({ code: 'compact-room' })
})
