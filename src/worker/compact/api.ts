import type { Hashed, ToHash } from '../../core/check/to-hash'
import type { Matched } from '../../core/delta/match'
import type { Codec } from '../../core/delta/note'
import type { CostReport } from '../../core/job/compact/cost-report'
import type { Estimate } from '../../core/job/compact/estimate'
import type { Finding } from '../../core/image/finding'
import type { MadeCompact } from '../../core/job/compact/make'
import type { MadeRecipe } from '../../core/job/compact/made-recipe'
import type { Known } from '../../core/job/compact/old-layers'
import type { Damaged } from '../../core/job/damaged'
import type { StoredLayer } from '../../core/layer/stack'
import type { LendingApi } from '../door/beside'
import type { OnProgress } from '../door/progress'

/** A file's plain bytes, by reference. */
export interface Named {
  /** By which the page knows it. */
  readonly id: string
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

/** What a job needs beside them: the plain bytes of the layers that were asked for. */
export interface JobMeans {
  readonly unpacked: readonly Blob[]
}

export interface MakingMeans extends JobMeans {
  readonly codec: Codec
  /** What was made of the same before, and is still there. */
  readonly recipes: readonly MadeRecipe[]
}

export interface RemakeMeans extends JobMeans {
  /** The name under which what is made is kept. */
  readonly spool: string
  /** Likewise, for what is carried packed. */
  readonly frame: string
}

/** An old layer: the id of the file that has it, and which of its layers it is. */
export interface OldKey {
  readonly file: string
  readonly layer: string
}

/** A layer, and the id of the file that has it. */
export interface LayerOfFile extends StoredLayer {
  readonly id: string
}

/** What is known before anything is read. */
export interface CompactPlanned {
  /** Packed, and wanted plain. */
  readonly layers: readonly LayerOfFile[]
  /** What is to be said of what is not used. */
  readonly remarks: readonly Finding[]
}

export interface MakingPlanned extends CompactPlanned {
  /** Whatever changed layers may be made of. */
  readonly olds: readonly OldKey[]
}

/** What came of reading the old layers. */
export interface OldsRead {
  /** Those that turned out not to be what they are called: nothing can be made of them. */
  readonly damaged: readonly Damaged[]
  /** What is known of them now, to be kept for what is made next. */
  readonly read: Known
}

/** What came of it in a worker that only reads them. */
export interface OldsReadApart {
  /** What is known of them, to be given to the one that makes something of them. */
  readonly read: Known
  /** What it told in the end to be done. */
  readonly work: number
}

/** What the worker that makes compact archives does, for one of them; hashing goes on in others meanwhile. */
export interface CompactApi extends LendingApi {
  /** @param mill another worker, which does some of what follows. */
  helpedBy(mill: MessagePort): Promise<void>
  toMake(inputs: CompactInputs): Promise<MakingPlanned>
  begin(means: MakingMeans): Promise<void>
  /** The old layers, once for all that is made of the same. @param known what is known of them: those are not read. It moves to the worker. */
  readOlds(known: Known, onProgress: OnProgress): Promise<OldsRead>
  /** The same, for another worker: of what was read all is handed on, however much it is, and nothing can be made here. */
  readOldsApart(known: Known, onProgress: OnProgress): Promise<OldsReadApart>
  /** What it will come to. */
  estimate(): Promise<Estimate>
  /** What is to be hashed, whatever comes of the making. */
  toHash(): Promise<readonly ToHash[]>
  /**
   * Goes on in progress, too.
   * @param spool the name under which what is made is kept.
   * @returns what is to be hashed once it is made.
   */
  make(spool: string, onProgress: OnProgress): Promise<readonly ToHash[]>
  /** @param hashed all of that. */
  write(hashed: readonly Hashed[]): Promise<Pick<MadeCompact, 'bytes' | 'recipes'>>
  /** What the bytes of an archive are that was made of the same. */
  cost(inputs: CompactInputs, made: JobMeans & { readonly bytes: Blob }): Promise<CostReport>
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
