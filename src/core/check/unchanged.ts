import { ArchiveError } from '../errors'
import { readArchive } from '../image/archive'
import type { ImageArchive } from '../image/model'
import { indexTar, keptBytes, type TarIndex } from '../tar/index'
import { BlobSource } from '../tar/source'

/**
 * Whether a file is still the one that was opened: a browser notices another size or time, and nothing else. Headers and JSON are
 * read once more; layers are told by their digests.
 * @throws ArchiveError `changed-on-disk`.
 */
export async function refuseChanged(archive: ImageArchive): Promise<void> {
  const { name: file } = archive.tar
  let now: { readonly tar: TarIndex; readonly told: string }
  try {
    const tar = await indexTar(new BlobSource(keptBytes(archive.tar), file))
    now = { tar, told: told(await readArchive(tar)) }
  } catch (cause) {
    throw new ArchiveError('changed-on-disk', { file }, { cause })
  }
  const same = now.told === told(archive) && JSON.stringify(now.tar.entries) === JSON.stringify(archive.tar.entries)
  if (!same) throw new ArchiveError('changed-on-disk', { file })
}

/** All that members say. */
const told = ({ images, oci }: ImageArchive): string =>
  JSON.stringify([
    oci?.root,
    images.map(({ tags, id, listed, layers }) => [
      tags,
      id,
      listed,
      layers.map(({ diffId, payload }) => [diffId, payload.path]),
    ]),
  ])
