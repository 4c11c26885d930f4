import type { Destination } from '../destination/destination'
import { ArchiveError } from '../errors'
import { filled } from '../form/filled'
import { sha256OfBlob } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'
import { storedLayer, type StoredLayer } from '../layer/stack'
import { fillingsOf, type Filling } from '../plan/fillings'
import { otherwisePacked, wrongBase } from './wrong-base'

/** An archive to make whole again. */
export interface RestoreJob {
  readonly archive: ImageArchive
  /** Those that may have what it lacks. */
  readonly bases: readonly ImageArchive[]
  /** All that is known of what is there: it tells why a layer is not to be had. */
  readonly destination: Pick<Destination, 'holdings'>
}

/** How an archive becomes whole. */
export interface RestorePlan {
  readonly fillings: readonly Filling[]
  /** Why it can't; nothing is written then. */
  readonly stop: ArchiveError | undefined
}

export function planRestore({ archive, bases, destination }: RestoreJob): RestorePlan {
  const { fillings, unfilled } = fillingsOf(archive, bases)
  const [first] = unfilled
  return { fillings, stop: first && wrongBase(archive, first, destination) }
}

/** The layers that some base holds packed and that are wanted plain, in the order in which `restore` takes them. */
export const packedLayers = ({ fillings }: RestorePlan): StoredLayer[] =>
  fillings.filter(({ unpack }) => unpack).map(({ from: [{ archive, payload }] }) => storedLayer(archive, payload))

/** Bytes that a restore hashes, where the first of each layer's holders is sound. */
export function bytesToCheck({ fillings }: RestorePlan, unpacked: readonly Blob[]): number {
  const stored = fillings.filter(({ unpack }) => !unpack).map(({ from: [{ payload }] }) => payload)
  return [...stored, ...unpacked].reduce((sum, { size }) => sum + size, 0)
}

/**
 * The whole archive: a Blob of slices of the slim one and of its bases. All that is put in is hashed before.
 * @param unpacked the plain bytes of `packedLayers`.
 * @param onBytes told of every stretch of bytes that was hashed.
 */
export async function restore(
  { archive }: Pick<RestoreJob, 'archive'>,
  { fillings, stop }: RestorePlan,
  unpacked: readonly Blob[],
  onBytes?: (bytes: number) => void,
): Promise<Blob> {
  if (stop) throw stop
  const bytes = new Map<Payload, Blob>()
  const plain = unpacked[Symbol.iterator]()
  for (const filling of fillings)
    bytes.set(
      filling.layer.payload,
      await soundBytes(archive, filling, filling.unpack ? plain.next().value : undefined, onBytes),
    )
  return filled(archive, bytes)
}

/** The first bytes that hash to what is wanted. */
async function soundBytes(
  archive: ImageArchive,
  filling: Filling,
  plain: Blob | undefined,
  onBytes: ((bytes: number) => void) | undefined,
): Promise<Blob> {
  const { from, digest } = filling
  const hashes: string[] = []
  for (const { archive, payload } of from) {
    const bytes = plain ?? storedBytes(archive.tar, payload)
    const found = await sha256OfBlob(bytes, onBytes)
    if (found === digest) return bytes
    hashes.push(found)
  }
  const [{ archive: base, payload }] = from
  // Nothing told whether they were those; so nobody can be blamed.
  if (payload.digest === undefined && !filling.unpack) throw otherwisePacked(archive, filling, base)
  const [found = ''] = hashes
  throw new ArchiveError('base-damaged', { file: base.tar.name, entry: payload.path, expected: digest, found })
}
