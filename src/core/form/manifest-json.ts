import { blobPath } from '../image/digest'
import { readDockerManifest } from '../image/docker'
import { plainPath } from '../image/files'
import { payloadsOf, type Image, type ImageArchive, type Payload } from '../image/model'
import type { Entry } from '../tar/walk'
import type { Edit } from './edit'

/** The list of images in manifest.json, once some of their layers go by other names. */

/** A relinked blob goes by its new digest, unless the archive has an entry of that name. */
export function renamedBlobs({ tar, images }: ImageArchive, { descriptors }: Edit): ReadonlyMap<Payload, string> {
  const taken = new Set(tar.entries.map(({ name }) => plainPath(name)))
  const renamed = new Map<Payload, string>()
  for (const payload of payloadsOf(images)) {
    const descriptor = descriptors.get(payload)
    const name = descriptor && blobPath(descriptor.digest)
    if (!name || taken.has(name)) continue
    taken.add(name)
    renamed.set(payload, name)
  }
  return renamed
}

type Renamed = ReadonlyMap<Payload, string>

/** The path of a layer's blob in the output. */
function pathOf(payload: Payload, { descriptors }: Edit, renamed: Renamed): string {
  const descriptor = descriptors.get(payload)
  return renamed.get(payload) ?? (descriptor ? blobPath(descriptor.digest) : plainPath(payload.path))
}

/** The list that is there, with the relinked layers under their new names. */
export async function relinkedList(
  { tar, images }: ImageArchive,
  entry: Entry,
  edit: Edit,
  renamed: Renamed,
): Promise<object[]> {
  const items = await readDockerManifest(tar, entry)
  const layersOf = (at: number) =>
    images[at]?.layers.map(({ payload }, layer) =>
      edit.descriptors.has(payload) ? pathOf(payload, edit, renamed) : items[at]?.layers[layer],
    )
  return items.map((item, at) => ({ ...item.json, Layers: layersOf(at) }))
}

/** The list for an archive without one: of several platforms under one name the first. */
export function listed(images: readonly Image[], edit: Edit, renamed: Renamed): object[] {
  const claimed = new Set<string>()
  return images
    .filter(({ listed }) => listed)
    .flatMap((image) => {
      const tags = image.tags.filter((tag) => !claimed.has(tag))
      if (tags.length === 0 && image.tags.length > 0) return []
      for (const tag of tags) claimed.add(tag)
      const Layers = image.layers.map(({ payload }) => pathOf(payload, edit, renamed))
      return [{ Config: plainPath(image.config.name), RepoTags: tags, Layers }]
    })
}
