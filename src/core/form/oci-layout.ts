import type { ImageArchive } from '../image/model'
import { dockerToOci } from './docker-to-oci'
import type { Edit } from './edit'
import { ociInPlace } from './oci-in-place'
import type { Part } from './parts'

/** The archive as an OCI layout with manifest.json, which every engine loads. */
export const ociLayoutParts = (archive: ImageArchive, edit: Edit): AsyncIterable<Part> =>
  archive.oci ? ociInPlace({ ...archive, oci: archive.oci }, edit) : dockerToOci(archive, edit)
