import type { Codec } from '../../core/delta/note'
import { MOST_READ, type Estimate } from '../../core/job/compact/estimate'
import { sizeOf } from '../../core/job/compact/sizes'
import type { CompactApi, LayerOfFile } from '../../worker/compact/api'
import { besideMill, inCompactWorker } from '../../worker/compact/compact-worker'
import { unpackLayer } from '../../worker/decoder/unpack-file'
import type { MainApi } from '../../worker/main/api'
import type { Request } from '../deliveries.svelte'
import type { Tell } from '../estimates.svelte'
import type { KnownLayers } from './known-layers'
import type { PlainLayers } from './plain-layers'
import { readOlds } from './reading-olds'

/** Of what is packed, in bytes as it stands: more is not unpacked for a hint. */
const MOST_PACKED = 512 * 1024 * 1024

/** So many times as much may come of it: nobody asked for it, and a bomb would fill the disk. */
const MOST_TIMES = 16

/** By which all of that is used. */
const ESTIMATE = 'estimate'

interface Estimating {
  readonly requests: readonly Request[]
  readonly codec: Codec
  /** What is read of old layers, and what is unpacked, serves the making, too. */
  readonly known: KnownLayers
  readonly plain: PlainLayers
  readonly tell: Tell
}

/** What compact archives will come to, told one after the other: the old layers are read once for those that build upon the same. */
export async function estimateAll(
  door: Pick<MainApi, 'compactInputs'>,
  { requests, codec, known, plain, tell }: Estimating,
  signal: AbortSignal,
): Promise<void> {
  let read: string | undefined
  let left = MOST_PACKED

  /** Undefined where it would be too much. */
  async function unpackedOf(layers: readonly LayerOfFile[]): Promise<readonly Blob[] | undefined> {
    const unpacked: Blob[] = []
    for (const layer of layers) {
      const { size } = layer.blob
      if (!plain.has(layer)) {
        if (size > left) return undefined
        left -= size
      }
      unpacked.push(
        await plain.take(ESTIMATE, layer, (spool) => unpackLayer(layer, spool, () => {}, signal, MOST_TIMES * size)),
      )
    }
    return unpacked
  }

  async function estimateOf({ id, choice }: Request, api: CompactApi): Promise<Estimate | undefined> {
    const { bare, ...files } = await door.compactInputs(id, choice)
    const given = [files.target, ...files.bases, ...files.earlier].map(({ bytes }) => bytes)
    if (bare.length > 0 || sizeOf(given) > MOST_READ) return undefined
    const planned = await api.toMake({ ...files, damaged: [] })
    const unpacked = await unpackedOf(planned.layers)
    if (!unpacked || sizeOf([...given, ...unpacked]) > MOST_READ) return undefined
    await api.begin({ unpacked, codec, recipes: [] })
    const olds = JSON.stringify(planned.olds)
    if (olds !== read) {
      read = undefined
      await readOlds(api, planned, known, () => {})
      read = olds
    }
    return api.estimate()
  }

  try {
    await inCompactWorker(
      (api) =>
        besideMill(async (mill) => {
          await api.helpedBy(mill)
          // Of one that can't be made, others know nothing.
          for (const request of requests) tell(request, await estimateOf(request, api).catch(() => undefined))
        }, signal),
      signal,
    )
  } finally {
    plain.release(ESTIMATE)
  }
}
