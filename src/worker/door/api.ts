import type { HostMode } from '../../core/destination/destination'
import type { Fault } from '../../core/errors'
import type { LayerStack } from '../../core/layer/stored'
import type { PlanReport } from '../../core/view/report'
import type { HoldingRecord, SiteRecord } from '../../core/destination/site'
import type { Outline } from '../../core/tar/outline'
import type { FileView } from '../../core/view/file-view'
import type { WayOut } from '../../policy/ways-out'
import type { Checksums, Choice } from '../main/api'
import type { OnProgress } from './progress'

/** Errors cross from the worker as data: a thrown one would lose its code and facts on the way. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }
  | { readonly ok: false; readonly cancelled: true }

/** The only door between page and core. A `task` is a name by which a call that lasts can be cancelled. */
export interface WorkerApi {
  /** Comes back once the worker holds the lock by which its death is known. */
  start(name: string): Promise<void>
  open(id: string, file: File, task: string, onProgress: OnProgress): Promise<Result<FileView>>
  openUnpacked(id: string, outline: Outline, plain: Blob | undefined): Promise<Result<FileView>>
  close(id: string): Promise<void>
  plan(target: string, choice: Choice): Promise<Result<PlanReport>>
  slim(target: string, choice: Choice, task: string, onProgress: OnProgress): Promise<Result<Blob>>
  /** Where the bytes of an image's layers are, from the bottom up to the one that is asked for. */
  layerStack(id: string, image: number, layer: number): Promise<Result<LayerStack>>
  fingerprint(base: string, task: string, onProgress: OnProgress): Promise<Result<Blob>>
  sample(): Promise<Result<{ base: File; target: File }>>
  /** What the given bases say together, as a site of that name. */
  site(name: string, bases: readonly string[], mode: HostMode): Promise<Result<SiteRecord>>
  readSite(file: File): Promise<Result<SiteRecord>>
  /** What loading the target's slim archive leaves at the destination. */
  delivery(target: string, choice: Choice): Promise<Result<HoldingRecord>>
  /** SHA-256 of consecutive parts, and of all of them together, in hex. Errors name the source. */
  checksums(source: string, parts: readonly Blob[], task: string, onProgress: OnProgress): Promise<Result<Checksums>>
  waysOut(): Promise<Result<readonly WayOut[]>>
  cancel(task: string): Promise<void>
}
