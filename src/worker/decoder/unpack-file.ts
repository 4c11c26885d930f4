import type { Unpacked } from '../../core/job/unpack'
import type { StoredLayer } from '../../core/layer/stack'
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
export const unpackFile = (request: UnpackRequest, onProgress: OnProgress, signal: AbortSignal): Promise<Unpacked> =>
  inDecoder((api) => api.unpack(request, onProgress), signal)

/** One layer, likewise. @param spool the name under which its plain bytes are kept, at most so many where that is said. */
export const unpackLayer = (
  layer: StoredLayer,
  spool: string,
  onProgress: OnProgress,
  signal: AbortSignal,
  most?: number,
): Promise<Blob> => inDecoder((api) => api.unpackLayer(layer, spool, onProgress, most), signal)

function inDecoder<T>(work: (api: UnpackApi) => Promise<T>, signal: AbortSignal): Promise<T> {
  return decoders.take(signal, async () => {
    const { api, end } = connect<UnpackApi>(new Decoder())
    try {
      return await until<T>(signal, work(api))
    } finally {
      end()
    }
  })
}
