import type { Hashed, ToHash } from '../../core/check/to-hash'
import type { Matched } from '../../core/delta/match'
import type { Codec } from '../../core/delta/note'
import type { CostReport } from '../../core/job/compact/cost-report'
import type { Estimate } from '../../core/job/compact/estimate'
import type { Finding } from '../../core/image/finding'
import type { Damaged } from '../../core/job/damaged'
import type { StoredLayer } from '../../core/layer/stack'
import type { LendingApi } from '../door/beside'
import type { OnProgress } from '../door/progress'

/** A file's plain bytes, by reference. */
export interface Named {
  readonly name: string
  readonly bytes: Blob
}

/** What is to be made compact, or whole again, and the archives that it builds upon: those that are there, and what goes before it, in order. */
export interface CompactFiles {
  readonly target: Named
  readonly bases: readonly Named[]
  readonly earlier: readonly Named[]
}

export interface CompactInputs extends CompactFiles {
  /** What of those is not to be used. */
  readonly damaged: readonly Damaged[]
}

/** What a job needs beside them. */
export interface JobMeans {
  /** The plain bytes of the layers that were asked for. */
  readonly unpacked: readonly Blob[]
  /** The name under which what is made is kept. */
  readonly spool: string
}

export interface RemakeMeans extends JobMeans {
  /** Likewise, for what is carried packed. */
  readonly frame: string
}

/** What is known before anything is read. */
export interface CompactPlanned {
  /** Packed, and wanted plain. */
  readonly layers: readonly StoredLayer[]
  /** What is to be said of what is not used. */
  readonly remarks: readonly Finding[]
}

/** What the worker that makes compact archives does, for one of them; hashing goes on in others meanwhile. */
export interface CompactApi extends LendingApi {
  toMake(inputs: CompactInputs): Promise<CompactPlanned>
  /** What it will come to, where that can be told soon. @param unpacked the plain bytes of those layers. */
  estimate(unpacked: JobMeans['unpacked'], codec: Codec): Promise<Estimate | undefined>
  /** What is to be hashed, whatever comes of the making. */
  begin(means: JobMeans & { readonly codec: Codec }): Promise<readonly ToHash[]>
  /**
   * The old layers.
   * @param mill another worker, which does some of this and of the making.
   * @returns those that turned out not to be what they are called: nothing can be made of them.
   */
  readOlds(mill: MessagePort, onProgress: OnProgress): Promise<readonly Damaged[]>
  /** Goes on from there, in progress too. @returns what is to be hashed once it is made. */
  make(onProgress: OnProgress): Promise<readonly ToHash[]>
  /** @param hashed all of that. */
  write(hashed: readonly Hashed[]): Promise<Blob>
  /** What the bytes of an archive are that was made of the same. */
  cost(inputs: CompactInputs, made: Pick<JobMeans, 'unpacked'> & { readonly bytes: Blob }): Promise<CostReport>
  toRestore(inputs: CompactInputs): Promise<CompactPlanned>
  /**
   * What is left to be hashed once the whole archive was made of those inputs.
   * @param port to a worker that hashes meanwhile.
   */
  remake(means: RemakeMeans, port: MessagePort, onProgress: OnProgress): Promise<readonly ToHash[]>
  /** That archive, once that was hashed. */
  proved(hashed: readonly Hashed[]): Promise<Blob>
}

/** Something that is packed, known by a number that whoever asks gives it. */
export interface Packing {
  readonly id: number
  readonly codec: Codec
}

/** What one of them is asked for by another that it helps. */
export interface MillApi {
  match(residual: Uint8Array<ArrayBuffer>, reference: Uint8Array<ArrayBuffer>): Promise<Matched>
  /** What came out. */
  pack(packing: Packing, bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array[]>
  /** With the last of them: of little these are all. */
  endPacking(packing: Packing, bytes: Uint8Array<ArrayBuffer>): Promise<readonly Uint8Array[]>
}
