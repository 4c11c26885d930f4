import type { Codec } from '../../core/delta/note'
import type { MadeCompact } from '../../core/job/compact/make'
import type { StoredLayer } from '../../core/layer/stack'
import type { OnProgress } from '../door/progress'

/** A file's plain bytes, by reference. */
export interface Named {
  readonly name: string
  readonly bytes: Blob
}

/** What is to be made compact, or whole again, and the archives that it builds upon. */
export interface CompactInputs {
  readonly target: Named
  readonly bases: readonly Named[]
}

/** What a job needs beside them. */
export interface CompactMeans {
  /** The plain bytes of the layers that were asked for. */
  readonly unpacked: readonly Blob[]
  /** The name under which what is made is kept. */
  readonly spool: string
}

/** What the worker that makes compact archives does; it lives for one call. */
export interface CompactApi {
  /** Layers that are packed and wanted plain. */
  toMake(inputs: CompactInputs): Promise<readonly StoredLayer[]>
  make(
    inputs: CompactInputs,
    means: CompactMeans & { readonly codec: Codec },
    onProgress: OnProgress,
  ): Promise<MadeCompact>
  toRestore(inputs: CompactInputs): Promise<readonly StoredLayer[]>
  restore(inputs: CompactInputs, means: CompactMeans, onProgress: OnProgress): Promise<Blob>
}
