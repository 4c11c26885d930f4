import { ArchiveError } from '../errors'
import { assemble } from '../form/assemble'
import { layerDescriptor } from '../form/descriptor'
import { undescribedLayers } from '../form/docker-to-oci'
import { ociLayoutParts } from '../form/oci-layout'
import { nameOf, payloadsOf, type ImageArchive } from '../image/model'
import { digestsOf } from './digests'

/**
 * The archive with every layer emptied: a few kilobytes that say all that is needed of a base, digests included. It is
 * written by the writer of slim archives and read as a base like any other.
 * @param onBytes told of every stretch of bytes that had to be hashed: compressed layers to which no layout gives a digest.
 */
export async function fingerprint(archive: ImageArchive, onBytes?: (bytes: number) => void): Promise<Blob> {
  const lost = archive.images.find(
    ({ listed, layers }) => listed && layers.some(({ payload }) => payload.state === 'absent'),
  )
  if (!archive.images.some(({ listed }) => listed))
    throw new ArchiveError('nothing-listed', { file: archive.tar.name, entry: 'manifest.json' })
  // Emptied counts as held: a layer that is absent must not come to look so.
  if (lost) throw new ArchiveError('file-absent', { file: archive.tar.name, entry: nameOf(lost), expected: 'layers' })
  const digests = await digestsOf(archive, undescribedLayers(archive), onBytes)
  return assemble(
    ociLayoutParts(archive, {
      emptied: new Set([...payloadsOf(archive.images)].filter(({ state }) => state !== 'absent')),
      descriptors: new Map([...digests].map(([payload, digest]) => [payload, layerDescriptor(payload, digest, 'oci')])),
      baseNames: new Map(),
      undo: false,
      unlisted: new Set(),
    }),
  )
}
