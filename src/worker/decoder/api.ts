import type { Hashed, ToHash } from '../../core/check/to-hash'
import type { Digest } from '../../core/image/digest'
import type { Unpacked } from '../../core/job/unpack'
import type { LayerSummary } from '../../core/layer/change'
import type { LayerRow, Shown } from '../../core/layer/listing'
import type { LayerQuery } from '../../core/layer/select'
import type { StoredLayer } from '../../core/layer/stack'
import type { LendingApi } from '../door/beside'
import type { OnProgress } from '../door/progress'

export interface UnpackRequest {
  readonly file: File
  /** Of a zip, the member to take. */
  readonly member: string | undefined
  /** The name under which plain bytes are to be kept; absent for a base, whose payloads are not. */
  readonly spool: string | undefined
  /** A name for what is needed only meanwhile; whoever asks clears it away. */
  readonly scratch: string
}

/** What a worker with the decoders does for one packed file. Each lives for one of these things, and ends with it. */
export interface UnpackApi {
  unpack(request: UnpackRequest, onProgress: OnProgress): Promise<Unpacked>
  /** All of a layer, plain, under the name where it is to be kept. @param most bytes of it: more is refused. */
  unpackLayer(layer: StoredLayer, spool: string, onProgress: OnProgress, most?: number): Promise<Blob>
}

/** Hashes what is to be hashed of an archive. */
export interface HashApi {
  hash(blobs: readonly ToHash[], onProgress: (done: number) => void): Promise<readonly Hashed[]>
}

/** Hashes bytes as they go by. */
export interface SumApi {
  /** The bytes of the next piece, once they are hashed; pieces may be asked for before those in front of them have come. */
  passOn(piece: Blob): Promise<Uint8Array<ArrayBuffer>>
  /** SHA-256 in hex of all that went by since it was last asked. */
  sum(): Promise<string>
}

/** Hashes what another worker makes, which asks by a port; hashes are known by numbers, which whoever asks gives them. */
export interface LentApi {
  /** Gives the memory back once it is hashed. */
  write(hash: number, piece: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  read(hash: number, piece: Blob): Promise<void>
  digest(hash: number): Promise<Digest>
}

/** Lists one layer, whose lines stay there and cross as far as they are in sight. */
export interface LayerApi {
  list(layer: StoredLayer, onProgress: OnProgress, signal: AbortSignal): Promise<LayerSummary>
  /** From the bottom up. */
  compare(below: readonly StoredLayer[], onProgress: OnProgress, signal: AbortSignal): Promise<LayerSummary>
  show(query: LayerQuery): Promise<Shown>
  toggle(id: number): Promise<Shown>
  toggleAll(open: boolean): Promise<Shown>
  rows(from: number, to: number): Promise<readonly LayerRow[]>
  /** Of a line among what is shown; -1: it is not. */
  placeOf(id: number): Promise<number>
  /** A line's bytes. */
  file(id: number, onProgress: OnProgress, signal: AbortSignal): Promise<Blob>
}

export type DecoderApi = UnpackApi & HashApi & SumApi & LendingApi & LayerApi
