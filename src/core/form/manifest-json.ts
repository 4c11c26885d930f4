import { blobPath } from '../image/digest'
import { plainPath, slashed } from '../image/files'
import { isObject, isStrings, type JsonObject } from '../image/json'
import { payloadsOf, type Image, type ImageArchive, type Payload } from '../image/model'
import { repoTag } from '../image/reference'
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
  return renamed.get(payload) ?? (descriptor ? blobPath(descriptor.digest) : plainPath(slashed(payload.path)))
}

/** The names that engines take, with their tags, as they would give them to the original. */
export const repoTags = ({ tags }: Pick<Image, 'tags'>): string[] => [
  ...new Set(tags.flatMap((tag) => repoTag(tag) ?? [])),
]

/** The list that is there, with the relinked layers under their new names, and no name that Docker refuses. */
export function relinkedList(images: readonly Image[], edit: Edit, renamed: Renamed): object[] {
  return images
    .filter(({ listed, item }) => listed && item)
    .map((image) => {
      const written = image.item?.['Layers']
      const paths = isStrings(written) ? written : []
      const Layers = image.layers.map(({ payload }, at) => {
        const path = paths[at] ?? ''
        return edit.descriptors.has(payload) || path.includes('\\') ? pathOf(payload, edit, renamed) : path
      })
      const tags = repoTags(image)
      const own = image.item?.['RepoTags'] ?? null
      const same = JSON.stringify(tags) === JSON.stringify(own ?? [])
      return {
        ...listItem(image, edit),
        Config: slashed(String(image.item?.['Config'])),
        RepoTags: same ? own : tags,
        Layers,
      }
    })
}

/** What an image's item says beside its paths and names. */
export function listItem({ item, layers }: Image, { descriptors }: Edit): JsonObject {
  const sources = item?.['LayerSources']
  if (!item || !isObject(sources)) return item ?? {}
  const relinked = layers.flatMap(({ diffId, payload }) => {
    const descriptor = descriptors.get(payload)
    return descriptor && payload.absence !== 'foreign' && !isFetched(sources[diffId]) ? [[diffId, descriptor]] : []
  })
  const here = new Map(Object.entries(sources))
  for (const [diffId, descriptor] of relinked) if (here.has(String(diffId))) here.set(String(diffId), descriptor)
  return { ...item, LayerSources: Object.fromEntries(here) }
}

/** Where Windows gets the layer from, whatever stands here for it. */
const isFetched = (source: unknown) => isObject(source) && Array.isArray(source['urls'])

/** The list for an archive without one: what engines that go by index.json would load of it. */
export function newList(images: readonly Image[], edit: Edit, renamed: Renamed): object[] {
  return images
    .filter((image) => image.listed && !edit.unlisted.has(image))
    .map((image) => ({
      Config: plainPath(slashed(image.config.name)),
      RepoTags: repoTags(image),
      Layers: image.layers.map(({ payload }) => pathOf(payload, edit, renamed)),
    }))
}
