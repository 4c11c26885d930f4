import { expect, test, vi } from 'vitest'
import { UnpackedLayers } from '../../../src/state/unpacked-layers'
import { spools } from '../../../src/storage/opfs/scratch'
import { unpackLayer } from '../../../src/worker/decoder/unpack-file'

// There are no workers in Node.
vi.mock(import('../../../src/worker/decoder/unpack-file'), () => ({ unpackLayer: vi.fn() }))

test('what is unpacked for an output lies in spools until that is done, and each is given back once', async () => {
  let claimed = 0
  vi.spyOn(spools, 'claim').mockImplementation(async () => `spool ${++claimed}`)
  const released = vi.spyOn(spools, 'release').mockResolvedValue()
  vi.mocked(unpackLayer).mockImplementation(async (_, spool) => new Blob([spool]))
  const layers = new UnpackedLayers()
  const layer = { file: 'base.tar', entry: 'layer.tar', blob: new Blob(['x']), encoding: 'gzip' } as const
  const { signal } = new AbortController()
  const unpacked = await layers.unpack('a', [layer, layer], () => {}, signal)
  expect(await Promise.all(unpacked.map((blob) => blob.text()))).toEqual(['spool 1', 'spool 2'])
  await layers.unpack('b', [layer], () => {}, signal)
  for (const of of ['a', 'a', 'c']) layers.release(of)
  expect(released.mock.calls).toEqual([['spool 1'], ['spool 2']])
})
