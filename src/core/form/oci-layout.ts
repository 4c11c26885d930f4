import type { ImageArchive } from '../image/model'
import type { JsonObject } from '../image/json'
import { dockerToOci, indexOfImages } from './docker-to-oci'
import type { Edit } from './edit'
import { ociInPlace } from './oci-in-place'
import type { Part } from './parts'
import { relinkedTree } from './relinked-tree'

/** The archive as an OCI layout with manifest.json, which every engine loads. */
export const ociLayoutParts = (archive: ImageArchive, edit: Edit): AsyncIterable<Part> =>
  archive.oci ? ociInPlace({ ...archive, oci: archive.oci }, edit) : dockerToOci(archive, edit)

/** Its index.json. */
export const ociLayoutIndex = async (archive: ImageArchive, edit: Edit): Promise<JsonObject> =>
  archive.oci ? (await relinkedTree({ ...archive, oci: archive.oci }, edit)).root : indexOfImages(archive)
