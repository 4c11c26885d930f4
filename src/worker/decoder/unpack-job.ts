import { unpack } from '../../core/job/unpack'
import { nameOf } from '../../core/layer/stack'
import { plainStored } from '../../core/layer/stored'
import { breather, counter } from '../door/progress'
import type { UnpackApi } from './api'
import { openSpool } from './spool'

export const unpackJob: UnpackApi = {
  async unpack({ file, member, spool, scratch }, onProgress) {
    const sink = spool === undefined ? undefined : await openSpool(spool, file.name)
    try {
      return await unpack(file, {
        member,
        sink,
        scratch: () => openSpool(scratch, file.name),
        onRead: counter(file.size, onProgress).at,
        breathe: breather(),
      })
    } catch (thrown) {
      await sink?.discard()
      throw thrown
    }
  },

  async unpackLayer(layer, spool, onProgress, most) {
    const sink = await openSpool(spool, nameOf(layer))
    try {
      const reading = { onRead: counter(layer.blob.size, onProgress).at, breathe: breather() }
      return await plainStored(layer, sink, reading, most)
    } catch (thrown) {
      await sink.discard()
      throw thrown
    }
  },
}
