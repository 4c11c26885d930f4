import { blobPath, digestOfPath } from '../image/digest'
import { plainPath } from '../image/files'
import { isObject, listOf, type JsonObject } from '../image/json'
import type { Image } from '../image/model'
import type { OciManifest } from '../image/oci'
import { NAME_ANNOTATION, REF_ANNOTATION } from '../image/reference'
import { keptBytes, type TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { endOfArchive } from '../tar/write'
import { repoTags } from './manifest-json'
import { annotationsOf, distinctRefs, nameAnnotations } from './naming'
import { json, mediaType, ociLayoutFile } from './oci-json'
import { fileParts, type Part } from './parts'
import type { OciArchive } from './relinked-tree'

/**
 * Several OCI layouts with manifest.json as one, each blob once (OCI image-spec, "Image Layout"). The lists keep the order of the
 * archives, as if they were loaded one after another: of two images under one name the later comes to have it.
 * @param bases layouts of which those images come along whose layers are all in it: they cost next to nothing.
 */
export async function* joinedLayouts(
  archives: readonly OciArchive[],
  bases: readonly OciArchive[],
): AsyncGenerator<Part> {
  const blobs = new Map<string, Blob>()
  for (const { tar } of archives) addBlobs(blobs, tar, tar.entries)
  const along = bases.flatMap(({ tar, images }) =>
    images.filter(isDescribed).flatMap((image) => (isMadeOf(image, blobs) ? [{ tar, image }] : [])),
  )
  for (const { tar, image } of along) addBlobs(blobs, tar, [image.config, image.manifest.entry])
  const indexed = archives.flatMap(({ oci }) => listOf(oci.root.json, 'manifests'))
  const listed = archives.flatMap(({ images }) => images.filter(isDescribed).filter((image) => image.listed))
  const manifests = distinctRefs(unique([...along.flatMap(({ image }) => descriptorsOf(image)), ...indexed]))
  yield* fileParts('oci-layout', ociLayoutFile)
  yield* fileParts('index.json', json({ schemaVersion: 2, mediaType: mediaType.index, manifests }))
  yield* fileParts('manifest.json', json(listOfImages([...along.map(({ image }) => image), ...listed])))
  for (const [name, bytes] of blobs) yield* fileParts(name, bytes)
  yield endOfArchive
}

type Described = Image & { readonly manifest: OciManifest }

const isDescribed = (image: Image): image is Described => image.manifest !== undefined

/** Whoever has a blob's bytes gives them; of those that are empty everywhere nothing is written. */
function addBlobs(blobs: Map<string, Blob>, tar: TarIndex, entries: readonly Entry[]): void {
  for (const { name, type, start, size } of entries) {
    const path = plainPath(name)
    if (type !== 'file' || size === 0 || digestOfPath(path) === undefined || blobs.has(path)) continue
    blobs.set(path, keptBytes(tar).slice(start, start + size))
  }
}

const isMadeOf = ({ listed, layers }: Image, blobs: ReadonlyMap<string, Blob>) =>
  listed && layers.length > 0 && layers.every(({ descriptor }) => descriptor && blobs.has(blobPath(descriptor.digest)))

/** The image as an index lists it, once for each of its names. */
function descriptorsOf({ tags, platform, manifest: { json: content, entry } }: Described): JsonObject[] {
  const type = content['mediaType']
  const digest = digestOfPath(plainPath(entry.name))
  const descriptor = {
    mediaType: typeof type === 'string' ? type : mediaType.manifest,
    digest,
    size: entry.size,
    platform,
  }
  return tags.map((tag) => ({ ...descriptor, annotations: nameAnnotations(tag, undefined) }))
}

/** Each name of each manifest once. */
function unique(items: readonly unknown[]): unknown[] {
  const known = new Map<string, unknown>()
  for (const item of items) if (!known.has(keyOf(item))) known.set(keyOf(item), item)
  return [...known.values()]
}

function keyOf(item: unknown): string {
  if (!isObject(item)) return JSON.stringify(item)
  const names = annotationsOf(item)
  return JSON.stringify([item['digest'], names[NAME_ANNOTATION] ?? names[REF_ANNOTATION]])
}

/** An image that several archives list goes by the names that all of them give it. */
function listOfImages(images: readonly Described[]): JsonObject[] {
  const items = new Map<string, JsonObject & { readonly RepoTags: readonly string[] }>()
  for (const { item, layers, manifest, ...image } of images) {
    const Config = blobPath(manifest.config.digest)
    const Layers = layers.map(({ descriptor, payload }) => (descriptor ? blobPath(descriptor.digest) : payload.path))
    const key = JSON.stringify([Config, Layers])
    const RepoTags = [...new Set([...(items.get(key)?.RepoTags ?? []), ...repoTags(image)])]
    items.set(key, { ...(item ?? {}), ...items.get(key), Config, RepoTags, Layers })
  }
  return [...items.values()]
}
