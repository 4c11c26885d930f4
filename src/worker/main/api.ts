import type { CheckReport } from '../../core/check/report'
import type { Hashed, ToHash } from '../../core/check/to-hash'
import type { HostMode } from '../../core/destination/destination'
import type { HoldingRecord, SiteRecord } from '../../core/destination/site'
import type { EngineId } from '../../core/engine'
import type { LoaderId } from '../../core/engine/loader'
import type { FormId } from '../../core/form/form-id'
import type { BatchSizes } from '../../core/job/batch'
import type { ArchiveContents } from '../../core/handover/contents'
import type { Within } from '../../core/job/open'
import type { Damaged } from '../../core/job/damaged'
import type { Remarked } from '../../core/job/remarked'
import type { LayerStack, StoredLayer } from '../../core/layer/stack'
import type { Outline } from '../../core/tar/outline'
import type { FileView } from '../../core/view/file-view'
import type { PlanReport } from '../../core/view/report'
import type { Restorable } from '../../core/view/restorable'
import type { WayOut } from '../../policy/ways-out'
import type { CompactFiles } from '../compact/api'
import type { OnProgress } from '../door/progress'

/** What a plan depends on beside its target. */
export interface Choice {
  /** Ids of opened files: archives and inventories, in the order in which they were given. */
  readonly bases: readonly string[]
  /** Targets that travel with this one and are loaded before it, in order. */
  readonly before: readonly string[]
  readonly mode: HostMode
  readonly form: FormId
  /** The one engine that is to load it, where somebody said so. */
  readonly engine?: EngineId | undefined
  /** Targets of which one platform alone is to be sent, by their ids; it takes the universal form. */
  readonly only: Readonly<Record<string, string>>
}

/** What a restore depends on beside its target. */
export interface RestoreChoice extends Choice {
  /** What of others is not to be used. */
  readonly damaged?: readonly Damaged[]
}

/** What a restore needs and this worker does not have: its decoders are elsewhere. */
export interface RestoreNeeds {
  /** Bases whose bytes went by when they were opened. While there are any, no layers are asked for. */
  readonly bare: readonly string[]
  /** Layers that are packed and wanted plain. */
  readonly layers: readonly StoredLayer[]
}

/** The same of several targets, in their order. */
export interface JoinNeeds {
  readonly bare: readonly string[]
  readonly layers: readonly (readonly StoredLayer[])[]
  /** At most, but for what is unpacked. */
  readonly bytes: number
  /** The files that it is made of, by their names. */
  readonly sources: readonly string[]
}

/** Whose bytes make a compact archive, or make one whole again: another worker opens them for itself. */
export interface CompactNeeds extends CompactFiles {
  /** Bases whose bytes went by when they were opened. While there are any, no bases are given. */
  readonly bare: readonly string[]
}

/** What a check depends on beside the archive's bytes. */
export interface CheckedBy extends Pick<Choice, 'bases' | 'mode'> {
  /** A text that holds the key to verify signatures with. */
  readonly publicKey?: string | undefined
}

/** In hex, as `sha256sum` prints them. */
export interface Checksums {
  readonly whole: string
  readonly parts: readonly string[]
}

/**
 * What the worker does for the page, called like an object of the page's own. Files stay opened there, each by the id that the page gave it.
 * Every call may throw an ArchiveError: `worker-died` too; one whose signal is given up throws an AbortError.
 */
export interface MainApi {
  /** Of a tar that holds archives, those to choose from: nothing is open then. */
  open(id: string, file: File, onProgress: OnProgress, signal: AbortSignal): Promise<FileView | Within>
  /** Opens what another worker unpacked; `plain` is absent for a base. */
  openUnpacked(id: string, outline: Outline, plain: Blob | undefined): Promise<FileView>
  close(id: string): Promise<void>
  plan(target: string, choice: Choice): Promise<PlanReport>
  /** What a save keeps and a digest is stated of. */
  toHashOf(target: string, choice: Choice): Promise<readonly ToHash[]>
  /** @param hashed all of that, for a save that is checked: what is damaged is refused. */
  slim(
    target: string,
    choice: Choice,
    hashed: readonly Hashed[] | undefined,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Blob>
  /** A target with nothing left out, as the plain archive that it is. */
  whole(target: string): Promise<Blob>
  /** What the targets come to, each for itself and loaded in this order. */
  batchSizes(targets: readonly string[], choice: Omit<Choice, 'before'>): Promise<BatchSizes>
  /** What is in an archive that was made here; it does not stay open. */
  contents(archive: Blob, name: string): Promise<ArchiveContents>
  /** All of an archive that a digest is stated of. */
  toHash(id: string): Promise<readonly ToHash[]>
  /** What was found of an archive, once all of that was hashed, and who of what is there has what it lacks. */
  checked(id: string, hashed: readonly Hashed[], by: CheckedBy): Promise<CheckReport>
  /** What making the target whole again would come to, by all that is opened now. */
  restorable(target: string, choice: Choice): Promise<Restorable | undefined>
  /** What the page has to bring before the target can be made whole again. */
  restoreNeeds(target: string, choice: RestoreChoice): Promise<RestoreNeeds>
  /**
   * What is hashed before a restore: what it puts in, and what the target itself holds, where that is asked for.
   * @param unpacked the plain bytes of the layers that were asked for.
   */
  toHashRestored(
    target: string,
    choice: RestoreChoice,
    unpacked: readonly Blob[],
    kept: boolean,
  ): Promise<readonly ToHash[]>
  /** The target with the layers that it lacks, which others hold. @param hashed all of that. */
  restore(
    target: string,
    choice: RestoreChoice,
    unpacked: readonly Blob[],
    hashed: readonly Hashed[],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Remarked>
  /** What the page has to bring before targets can be joined to one archive, and about how large that comes. */
  joinNeeds(targets: readonly string[], choice: RestoreChoice): Promise<JoinNeeds>
  /** All that is hashed before that. @param unpacked of each target the plain bytes of the layers that were asked for. */
  toHashJoined(
    targets: readonly string[],
    choice: RestoreChoice,
    unpacked: readonly (readonly Blob[])[],
  ): Promise<readonly ToHash[]>
  /** The targets, each whole, and of the bases those images that cost nothing more. @param hashed all of that. */
  join(
    targets: readonly string[],
    choice: RestoreChoice,
    unpacked: readonly (readonly Blob[])[],
    hashed: readonly Hashed[],
  ): Promise<Remarked>
  compactInputs(target: string, choice: Choice): Promise<CompactNeeds>
  fingerprint(base: string, onProgress: OnProgress, signal: AbortSignal): Promise<Blob>
  /** Where the bytes of an image's layers are, from the bottom up to the one that is asked for. */
  layerStack(id: string, image: number, layer: number): Promise<LayerStack>
  /** Of each file, which of the names it has: those of its images. `wanted` in full. */
  namesHeld(wanted: readonly string[], ids: readonly string[]): Promise<readonly (readonly string[])[]>
  sample(): Promise<{ readonly base: File; readonly target: File }>
  /** What the given bases say together, as a site of that name. */
  site(name: string, bases: readonly string[], mode: HostMode, loader: LoaderId | undefined): Promise<SiteRecord>
  /** One site, or several that were exported together. */
  readSites(file: File): Promise<readonly SiteRecord[]>
  /** What loading the target's slim archive leaves at the destination. */
  delivery(target: string, choice: Choice): Promise<HoldingRecord>
  /** SHA-256 of consecutive parts, and of all of them together. */
  checksums(parts: readonly Blob[], onProgress: OnProgress, signal: AbortSignal): Promise<Checksums>
  waysOut(): Promise<readonly WayOut[]>
}
