import { expect, test } from 'vitest'
import { judgeLayer } from '../../../../src/core/check/judged'
import type { Layer } from '../../../../src/core/image/model'
import { openSample } from '../../../fixtures/opening'

const layerOf = async (): Promise<Layer> => (await openSample('docker20-base.tar')).images[0]!.layers[0]!

const hashedAs = ({ payload: { entry } }: Layer, digest: `${string}:${string}`) =>
  new Map([[entry!.start, { start: entry!.start, digest, diffId: undefined, fault: undefined }]])

test('what engines fetch from elsewhere is no loss, and what lacks otherwise is', async () => {
  const layer = await layerOf()
  const without = (absence: 'foreign' | 'lost'): Layer => ({
    ...layer,
    payload: { ...layer.payload, entry: undefined, absence },
  })
  expect(judgeLayer(without('foreign'), new Map())).toEqual({ kind: 'emptied' })
  expect(judgeLayer(without('lost'), new Map())).toEqual({ kind: 'absent' })
})

test('a digest by another algorithm tells nothing of the one that is stated', async () => {
  const layer = await layerOf()
  expect(judgeLayer(layer, hashedAs(layer, layer.diffId))).toEqual({ kind: 'whole' })
  expect(judgeLayer(layer, hashedAs(layer, 'sha512:abc'))).toEqual({ kind: 'whole' })
  expect(judgeLayer(layer, hashedAs(layer, 'sha256:abc'))).toMatchObject({ kind: 'damaged', found: 'sha256:abc' })
})
