import { ArchiveError } from '../errors'
import { converted } from '../form/convert'
import { editedInPlace } from '../form/oci-edit'
import { assemble } from '../form/assemble'
import { sha256OfBlob } from '../image/digest'
import { storedBytes } from '../image/payload'
import { nameOf, payloadsOf, type ImageArchive, type Payload } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'

/**
 * The archive with every layer emptied: a few kilobytes that say all that is needed of a base, digests included. It is
 * written by the writer of slim archives and read as a base like any other.
 * @param onBytes told of every stretch of bytes that had to be hashed: compressed layers to which no layout gives a digest.
 */
export async function fingerprint(archive: ImageArchive, onBytes?: (bytes: number) => void): Promise<Blob> {
  const lost = archive.images.find(
    ({ listed, layers }) => listed && layers.some(({ payload }) => payload.state === 'absent'),
  )
  // Emptied counts as held: a layer that is absent must not come to look so.
  if (lost) throw new ArchiveError('file-absent', { file: archive.tar.name, entry: nameOf(lost), expected: 'layers' })
  const plan: SlimPlan = {
    needed: new Set(),
    shed: new Set([...payloadsOf(archive.images)].filter(({ state }) => state !== 'absent')),
    relinked: new Map(),
    unproven: new Set(),
    keptForDigest: new Set(),
    lacking: [],
  }
  const digestOf = (payload: Payload) =>
    payload.state === 'whole'
      ? sha256OfBlob(storedBytes(archive.tar, payload), onBytes)
      : Promise.resolve(payload.diffId)
  const baseNameOf = () => undefined
  return assemble(
    archive.oci
      ? editedInPlace({ ...archive, oci: archive.oci }, plan, baseNameOf)
      : converted(archive, plan, { digestOf, baseNameOf }),
  )
}
