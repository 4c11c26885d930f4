import type { Unpacked } from '../../core/job/unpack'
import type { Result } from '../door/api'
import type { OnProgress } from '../door/progress'
import type { UnpackRequest } from './api'

/** The second worker's door: it holds the decoders, and lives for one file. (Or for one layer: see layer-api.ts.) */
export interface UnpackerApi {
  /** Comes back once the worker holds the lock by which its death is known. */
  start(name: string): Promise<void>
  unpack(request: UnpackRequest, onProgress: OnProgress): Promise<Result<Unpacked>>
}
