import { assemble } from '../form/assemble'
import type { Edit } from '../form/edit'
import { ociLayoutParts } from '../form/oci-layout'
import type { OciArchive } from '../form/relinked-tree'
import { ArchiveError } from '../errors'
import { readArchive } from '../image/archive'
import type { ImageArchive } from '../image/model'
import { indexTar } from '../tar/index'
import { BlobSource } from '../tar/source'

/** The archive as an OCI layout with manifest.json, put together by reference and read again. */
export async function asLayout(
  archive: ImageArchive,
  edit: Pick<Edit, 'emptied' | 'descriptors'>,
): Promise<OciArchive> {
  const parts = ociLayoutParts(archive, { ...edit, baseNames: new Map(), undo: false, unlisted: new Set() })
  const { oci, ...read } = await reopened(await assemble(parts), archive.tar.name)
  if (!oci)
    throw new ArchiveError('file-absent', { file: archive.tar.name, entry: 'index.json', expected: 'manifests' })
  return { ...read, oci }
}

export const reopened = async (bytes: Blob, name: string): Promise<ImageArchive> =>
  readArchive(await indexTar(new BlobSource(bytes, name)))
