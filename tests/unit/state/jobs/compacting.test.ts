import { expect, test, vi } from 'vitest'
import { Compacting } from '../../../../src/state/jobs/compacting'
import { spools } from '../../../../src/storage/opfs/scratch'
import type { CompactApi } from '../../../../src/worker/compact/api'
import { inCompactWorker } from '../../../../src/worker/compact/compact-worker'
import { turn } from '../../../fixtures/session'

// There are no workers in Node.
vi.mock(import('../../../../src/worker/compact/compact-worker'), () => ({ inCompactWorker: vi.fn() }))

const bytes = new Blob(['made'])

test('what was made is read before its spools are given back', async () => {
  const released = vi.spyOn(spools, 'release').mockResolvedValue()
  vi.spyOn(spools, 'claim').mockResolvedValue('spool')
  let tell = () => {}
  const cost = vi.fn<CompactApi['cost']>(() => new Promise((_, reject) => (tell = () => reject(new Error('over')))))
  const api: Partial<CompactApi> = {
    cost,
    toMake: async () => [],
    begin: async () => [],
    make: async () => [],
    write: async () => bytes,
  }
  vi.mocked(inCompactWorker).mockImplementation((work) => work(api as CompactApi))
  const given = { name: 'x', bytes }
  const door = { compactInputs: async () => ({ bare: [], target: given, bases: [given], earlier: [] }) }
  const compacting = new Compacting(door, { withBytes: async () => {} }, { all: async () => [] })
  const choice = { bases: [], mode: 'one-host', form: 'compact', before: [], only: {} } as const
  const { signal } = new AbortController()
  await compacting.make({ id: 'a', choice, onProgress: () => {}, signal }, 'zstd')

  const reading = compacting.cost('a', signal)
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
