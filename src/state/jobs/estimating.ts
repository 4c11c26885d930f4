import type { Codec } from '../../core/delta/note'
import { MOST_READ, type Estimate } from '../../core/job/compact/estimate'
import { sizeOf } from '../../core/job/compact/sizes'
import type { StoredLayer } from '../../core/layer/stack'
import { ClaimedSpools } from '../../storage/opfs/claimed-spools'
import type { CompactApi } from '../../worker/compact/api'
import { besideMill, inCompactWorker } from '../../worker/compact/compact-worker'
import { unpackLayer } from '../../worker/decoder/unpack-file'
import type { MainApi } from '../../worker/main/api'
import type { Request } from '../deliveries.svelte'
import type { Tell } from '../estimates.svelte'
import type { KnownLayers } from './known-layers'
import { readOlds } from './reading-olds'

/** Of what is packed, in bytes as it stands: more is not unpacked for a hint. */
const MOST_PACKED = 512 * 1024 * 1024

/** So many times as much may come of it: nobody asked for it, and a bomb would fill the disk. */
const MOST_TIMES = 16

/** All that is unpacked is for that. */
const ESTIMATE = 'estimate'

/** What is unpacked for one serves the next: most build upon the same. */
class Unpacking {
  readonly #signal: AbortSignal
  readonly #spools = new ClaimedSpools()
  readonly #plain = new Map<string, Blob>()
  #left = MOST_PACKED

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** Undefined where it would be too much. */
  async all(layers: readonly StoredLayer[]): Promise<readonly Blob[] | undefined> {
    const plain: Blob[] = []
    for (const layer of layers) {
      const one = this.#plain.get(keyOf(layer)) ?? (await this.#unpacked(layer))
      if (!one) return undefined
      plain.push(one)
    }
    return plain
  }

  release(): void {
    this.#spools.release(ESTIMATE)
  }

  async #unpacked(layer: StoredLayer): Promise<Blob | undefined> {
    if (layer.blob.size > this.#left) return undefined
    this.#left -= layer.blob.size
    const spool = await this.#spools.claim(ESTIMATE)
    const plain = await unpackLayer(layer, spool, () => {}, this.#signal, MOST_TIMES * layer.blob.size)
    this.#plain.set(keyOf(layer), plain)
    return plain
  }
}

const keyOf = ({ file, entry, blob }: StoredLayer) => JSON.stringify([file, entry, blob.size])

interface Estimating {
  readonly requests: readonly Request[]
  readonly codec: Codec
  /** What is read of old layers serves the making, too. */
  readonly known: KnownLayers
  readonly tell: Tell
}

/** What compact archives will come to, told one after the other: the old layers are read once for those that build upon the same. */
export async function estimateAll(
  door: Pick<MainApi, 'compactInputs'>,
  { requests, codec, known, tell }: Estimating,
  signal: AbortSignal,
): Promise<void> {
  const unpacking = new Unpacking(signal)
  let read: string | undefined

  async function estimateOf({ id, choice }: Request, api: CompactApi): Promise<Estimate | undefined> {
    const { bare, ...files } = await door.compactInputs(id, choice)
    const given = [files.target, ...files.bases, ...files.earlier].map(({ bytes }) => bytes)
    if (bare.length > 0 || sizeOf(given) > MOST_READ) return undefined
    const planned = await api.toMake({ ...files, damaged: [] })
    const unpacked = await unpacking.all(planned.layers)
    if (!unpacked || sizeOf([...given, ...unpacked]) > MOST_READ) return undefined
    await api.begin({ unpacked, codec })
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
    unpacking.release()
  }
}
