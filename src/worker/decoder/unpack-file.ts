import type { Unpacked } from '../../core/job/unpack'
import { connect } from '../door/connect'
import type { OnProgress } from '../door/progress'
import { until } from '../door/until'
import type { UnpackApi, UnpackRequest } from './api'
import { decoders } from './decoders'
import Decoder from './worker?worker&inline'

/**
 * Unpacks one file in a worker of its own, which ends with it, and its decoder's memory too. A cancel ends the worker in whatever
 * it is doing: a decoder may be at one block for seconds and hear nothing.
 */
export function unpackFile(request: UnpackRequest, onProgress: OnProgress, signal: AbortSignal): Promise<Unpacked> {
  return decoders.take(signal, async () => {
    const { api, end } = connect<UnpackApi>(new Decoder())
    try {
      return await until<Unpacked>(signal, api.unpack(request, onProgress))
    } finally {
      end()
    }
  })
}
