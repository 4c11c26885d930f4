import type { Unpacked } from '../../core/job/unpack'
import type { OnProgress, Result } from '../door/api'

export interface UnpackRequest {
  readonly file: File
  /** Of a zip, the member to take. */
  readonly member: string | undefined
  /** The name under which plain bytes are to be kept; absent for a base, whose payloads are not. */
  readonly spool: string | undefined
  /** A name for what is needed only meanwhile; whoever asks clears it away. */
  readonly scratch: string
}

/** The second worker's door: it holds the decoders, and lives for one file. (Or for one layer: see layer-api.ts.) */
export interface UnpackerApi {
  /** Comes back once the worker holds the lock by which its death is known. */
  start(name: string): Promise<void>
  unpack(request: UnpackRequest, onProgress: OnProgress): Promise<Result<Unpacked>>
}
