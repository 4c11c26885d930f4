import { blobPath, sha256, type Digest } from '../image/digest'
import { inFamily, layerDescriptor } from './descriptor'
import type { Descriptor } from '../image/descriptor'
import type { Image, ImageArchive, Payload } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import { nameAnnotations } from './naming'
import { fileParts, type Part } from './parts'
import { endOfArchive } from '../tar/write'
import { storedBytes } from '../image/payload'

/** Where the conversion gets what the archive's headers do not tell. */
export interface ConvertFacts {
  /** A digest for a payload whose own is not known: hashed, or a stand-in where nobody will look at it. */
  readonly digestOf: (payload: Payload) => Promise<Digest>
  readonly baseNameOf: (image: Image) => string | undefined
}

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'

export const OCI_LAYOUT = '{"imageLayoutVersion":"1.0.0"}'

/**
 * A docker-archive as an OCI layout with manifest.json, which every engine loads (OCI image-spec, "Image Layout").
 * The small members come first, so that a reader knows the images before it meets the layers.
 */
export async function* converted(archive: ImageArchive, plan: SlimPlan, facts: ConvertFacts): AsyncGenerator<Part> {
  const images = archive.images.filter(({ listed }) => listed)
  const descriptors = await describePayloads(images, plan, facts)
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  const indexed: object[] = []
  const listed: object[] = []
  for (const image of images) {
    const config = (await archive.tar.read(image.config)).slice()
    const layers = image.layers.map(({ payload }) => descriptors.get(payload)!)
    const manifest = json({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: CONFIG, digest: image.id, size: config.length },
      layers,
    })
    const digest = await sha256(manifest)
    blobs.set(blobPath(image.id), config).set(blobPath(digest), manifest)
    const descriptor = { mediaType: MANIFEST, digest, size: manifest.length, platform: image.platform }
    for (const tag of image.tags.length > 0 ? image.tags : [undefined])
      indexed.push(annotated(descriptor, nameAnnotations(tag, facts.baseNameOf(image))))
    listed.push({
      Config: blobPath(image.id),
      RepoTags: image.tags,
      Layers: layers.map((layer) => blobPath(layer.digest)),
    })
  }
  yield* fileParts('oci-layout', utf8.encode(OCI_LAYOUT))
  yield* fileParts('index.json', json({ schemaVersion: 2, mediaType: INDEX, manifests: indexed }))
  yield* fileParts('manifest.json', json(listed))
  for (const [name, bytes] of blobs) yield* fileParts(name, bytes)
  for (const [name, payload] of layerBlobs(descriptors, plan))
    yield* fileParts(name, payload ? storedBytes(archive.tar, payload) : new Uint8Array())
  yield endOfArchive
}

/** Each payload's descriptor in the new manifests; a relinked one is described as the destination holds it. */
async function describePayloads(
  images: readonly Image[],
  plan: SlimPlan,
  { digestOf }: ConvertFacts,
): Promise<Map<Payload, Descriptor>> {
  const described = new Map<Payload, Descriptor>()
  const hashed = new Map<Digest, Descriptor>()
  for (const { payload, descriptor } of images.flatMap(({ layers }) => layers)) {
    if (described.has(payload)) continue
    const relink = plan.relinked.get(payload)
    if (relink?.kind === 'held') described.set(payload, inFamily(relink.descriptor, 'oci'))
    else if (relink?.kind === 'kept') described.set(payload, await own(relink.payload))
    else if (descriptor) described.set(payload, inFamily(descriptor, 'oci'))
    else described.set(payload, await own(payload))
  }
  return described

  /** Of several copies whose digests only hashing would tell the first travels for all: so the size is known without it. */
  async function own(payload: Payload): Promise<Descriptor> {
    const { digest, diffId } = payload
    if (digest !== undefined || !plan.needed.has(payload))
      return layerDescriptor(payload, digest ?? (await digestOf(payload)), 'oci')
    const descriptor = hashed.get(diffId) ?? layerDescriptor(payload, await digestOf(payload), 'oci')
    hashed.set(diffId, descriptor)
    return descriptor
  }
}

/** The layers' blobs, each once: whole where any payload of that digest stays, else emptied. */
function layerBlobs(descriptors: ReadonlyMap<Payload, Descriptor>, plan: SlimPlan): Map<string, Payload | undefined> {
  const blobs = new Map<string, Payload | undefined>()
  for (const [payload, { digest }] of descriptors) {
    const name = blobPath(digest)
    if (plan.needed.has(payload)) blobs.set(name, blobs.get(name) ?? payload)
    else if (!blobs.has(name)) blobs.set(name, undefined)
  }
  return blobs
}

const annotated = (descriptor: object, annotations: Record<string, string>) =>
  Object.keys(annotations).length > 0 ? { ...descriptor, annotations } : descriptor

const utf8 = new TextEncoder()

export const json = (value: unknown) => utf8.encode(JSON.stringify(value))
