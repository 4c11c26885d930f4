import type { Descriptor } from '../image/descriptor'
import { blobPath, sha256, type Digest } from '../image/digest'
import type { JsonObject } from '../image/json'
import type { Image, ImageArchive, Payload } from '../image/model'
import { storedBytes } from '../image/payload'
import { endOfArchive } from '../tar/write'
import { inFamily, layerDescriptor } from './descriptor'
import type { Edit } from './edit'
import { distinctRefs, nameAnnotations } from './naming'
import { json, mediaType, ociLayoutFile } from './oci-json'
import { listItem, repoTags } from './manifest-json'
import { fileParts, type Part } from './parts'
import { undoParts } from './undo'

/**
 * A docker-archive as an OCI layout with manifest.json (OCI image-spec, "Image Layout"). The small members come first, so that a
 * reader knows the images before it meets the layers.
 */
export async function* dockerToOci(archive: ImageArchive, edit: Edit): AsyncGenerator<Part> {
  const descriptors = describeLayers(archive, edit)
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  const indexed: Indexed[] = []
  const listed: object[] = []
  for (const image of loadedImages(archive)) {
    const config = (await archive.tar.read(image.config)).slice()
    const layers = image.layers.map(({ payload }) => descriptors.get(payload)!)
    const manifest = json({
      schemaVersion: 2,
      mediaType: mediaType.manifest,
      config: { mediaType: mediaType.config, digest: image.id, size: config.length },
      layers,
    })
    const digest = await sha256(manifest)
    blobs.set(blobPath(image.id), config).set(blobPath(digest), manifest)
    const descriptor = { mediaType: mediaType.manifest, digest, size: manifest.length, platform: image.platform }
    for (const tag of namesIn(image)) indexed.push({ descriptor, tag, baseName: edit.baseNames.get(image) })
    listed.push({
      ...listItem(image, edit),
      Config: blobPath(image.id),
      RepoTags: repoTags(image),
      Layers: layers.map((layer) => blobPath(layer.digest)),
    })
  }
  yield* fileParts('oci-layout', ociLayoutFile)
  yield* fileParts('index.json', json(indexOf(indexed)))
  yield* fileParts('manifest.json', json(listed))
  for (const [name, bytes] of blobs) yield* fileParts(name, bytes)
  for (const [name, payload] of layerBlobs(descriptors, edit))
    yield* fileParts(name, payload ? storedBytes(archive.tar, payload) : new Uint8Array())
  if (edit.undo && edit.baseNames.size > 0) {
    const index = indexOf(indexed.map(({ descriptor, tag }) => ({ descriptor, tag, baseName: undefined })))
    yield* undoParts({ index: new TextDecoder().decode(json(index)), added: [] })
  }
  yield endOfArchive
}

/** An image in index.json, under one of its names. */
interface Indexed {
  readonly descriptor: object
  readonly tag: string | undefined
  readonly baseName: string | undefined
}

const indexOf = (images: readonly Indexed[]) => ({
  schemaVersion: 2,
  mediaType: mediaType.index,
  manifests: distinctRefs(
    images.map(({ descriptor, tag, baseName }) => annotated(descriptor, nameAnnotations(tag, baseName))),
  ),
})

/** What stands in it for names, with no manifest written. */
export function indexOfImages(archive: ImageArchive): JsonObject {
  const descriptor = { mediaType: mediaType.manifest }
  const tags = loadedImages(archive).flatMap(namesIn)
  return indexOf(tags.map((tag) => ({ descriptor, tag, baseName: undefined })))
}

/** An index lists an image once for each of its names. */
export function namesIn(image: Image): readonly (string | undefined)[] {
  const tags = repoTags(image)
  return tags.length > 0 ? tags : [undefined]
}

/** Layers to which nothing in the archive gives a digest: compressed ones outside an OCI layout. */
export function undescribedLayers(archive: ImageArchive): Payload[] {
  if (archive.oci) return []
  const layers = loadedImages(archive).flatMap((image) => image.layers)
  const undescribed = layers.filter(
    ({ payload, descriptor }) => payload.state === 'whole' && payload.digest === undefined && !descriptor,
  )
  return [...new Set(undescribed.map(({ payload }) => payload))]
}

const loadedImages = ({ images }: ImageArchive) => images.filter(({ listed }) => listed)

/** Each payload's descriptor in the new manifests. */
function describeLayers(archive: ImageArchive, edit: Edit): Map<Payload, Descriptor> {
  const described = new Map<Payload, Descriptor>()
  const sizes = sizesOf(archive, edit)
  for (const { payload, descriptor } of loadedImages(archive).flatMap(({ layers }) => layers)) {
    if (described.has(payload)) continue
    const known = edit.descriptors.get(payload) ?? descriptor
    // Shed for stores that go by chains alone, any digest will do: the diff ID is the one that is known.
    const digest = payload.digest ?? payload.diffId
    const size = payload.digest && sizes.get(payload.digest)
    const stored = { ...layerDescriptor(payload, digest, 'oci'), size: size ?? payload.size }
    described.set(payload, known ? inFamily(known, 'oci') : stored)
  }
  return described
}

/** Of several copies of a blob the first that stays travels; if none does, the first stands for its size. */
function sizesOf(archive: ImageArchive, { emptied }: Edit): Map<Digest, number> {
  const payloads = loadedImages(archive).flatMap(({ layers }) => layers.map(({ payload }) => payload))
  const whole = payloads.filter(({ state }) => state === 'whole')
  const sizes = new Map<Digest, number>()
  for (const { digest, size } of [...whole.filter((payload) => !emptied.has(payload)), ...whole])
    if (digest !== undefined && !sizes.has(digest)) sizes.set(digest, size)
  return sizes
}

/** The layers' blobs, each once: whole where any payload of that digest stays, else emptied. */
function layerBlobs(descriptors: ReadonlyMap<Payload, Descriptor>, { emptied }: Edit) {
  const blobs = new Map<string, Payload | undefined>()
  for (const [payload, { digest }] of descriptors) {
    const name = blobPath(digest)
    if (payload.state === 'whole' && !emptied.has(payload)) blobs.set(name, blobs.get(name) ?? payload)
    else if (!blobs.has(name)) blobs.set(name, undefined)
  }
  return blobs
}

const annotated = (descriptor: object, annotations: Record<string, string>) =>
  Object.keys(annotations).length > 0 ? { ...descriptor, annotations } : descriptor
