import { blobPath, sha256, type Digest } from '../image/digest'
import { isObject, readJson, type JsonObject } from '../image/json'
import type { Image, ImageArchive } from '../image/model'
import type { OciChild, OciIndex, OciManifest } from '../image/oci'
import { NAME_ANNOTATION, nameInIndex, REF_ANNOTATION } from '../image/reference'
import type { Entry } from '../tar/walk'
import { familyOf, inFamily } from './descriptor'
import type { Edit } from './edit'
import { nameAnnotations } from './naming'
import { json } from './oci-json'

export type OciArchive = ImageArchive & { readonly oci: NonNullable<ImageArchive['oci']> }

/** A member that takes an old one's place, under its own or another name. */
export interface Replacement {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

type ImageOf = ReadonlyMap<OciManifest | undefined, Image>

/** The members that change from the manifests up to index.json. */
export async function relinkedTree({ images, oci, tar }: OciArchive, edit: Edit): Promise<Map<Entry, Replacement>> {
  const replaced = new Map<Entry, Replacement>()
  const imageOf: ImageOf = new Map(images.map((image) => [image.manifest, image]))
  const changed = new Map<OciIndex | OciManifest, { digest: Digest; size: number } | undefined>()

  async function change(node: OciChild['node']): Promise<{ digest: Digest; size: number } | undefined> {
    if (node.kind !== 'manifest' && node.kind !== 'index') return undefined
    if (changed.has(node)) return changed.get(node)
    const image = node.kind === 'manifest' ? imageOf.get(node) : undefined
    const content = node.kind === 'index' ? await newIndex(node) : image && relinkedManifest(node, image, edit)
    const bytes = content && json(content)
    const result = bytes && { digest: await sha256(bytes), size: bytes.length }
    if (result) replaced.set(node.entry, { name: blobPath(result.digest), bytes })
    changed.set(node, result)
    return result
  }

  async function newIndex(index: OciIndex): Promise<JsonObject | undefined> {
    const changes = await Promise.all(index.children.map(({ node }) => change(node)))
    if (changes.every((item) => item === undefined)) return undefined
    const manifests = rawManifests(index.json).map((raw, at) => ({ ...raw, ...changes[at] }))
    return { ...index.json, manifests }
  }

  const root = named((await newIndex(oci.root)) ?? oci.root.json, oci.root, imageOf, edit)
  const { bytes: before } = await readJson(tar, oci.root.entry)
  const after = json(root)
  const same = new TextDecoder().decode(before) === new TextDecoder().decode(after)
  if (!same) replaced.set(oci.root.entry, { name: 'index.json', bytes: after })
  return replaced
}

const rawManifests = (index: JsonObject) =>
  (Array.isArray(index['manifests']) ? index['manifests'] : []).filter(isObject)

/** Undefined where none of the layers is relinked. */
function relinkedManifest({ json }: OciManifest, image: Image, { descriptors }: Edit): JsonObject | undefined {
  if (!image.layers.some(({ payload }) => descriptors.has(payload))) return undefined
  const family = familyOf(typeof json['mediaType'] === 'string' ? json['mediaType'] : '')
  const raw = Array.isArray(json['layers']) ? json['layers'] : []
  const layers = image.layers.map(({ payload }, at): unknown => {
    const descriptor = descriptors.get(payload)
    return descriptor ? inFamily(descriptor, family) : raw[at]
  })
  return { ...json, layers }
}

/** index.json, with containerd's own name annotation where only the ref name stands, and the base's name: no digest changes. */
function named(json: JsonObject, root: OciIndex, imageOf: ImageOf, edit: Edit): JsonObject {
  const manifests = rawManifests(json).map((raw, at) => {
    const child = root.children[at]!
    const annotations = { ...child.descriptor.annotations, ...missingNames(child, imageOf, edit) }
    return Object.keys(annotations).length > 0 ? { ...raw, annotations } : raw
  })
  return { ...json, manifests }
}

function missingNames(child: OciChild, imageOf: ImageOf, { baseNames }: Edit): Record<string, string> {
  const image = firstImage(child, imageOf)
  if (!image || child.attestation) return {}
  const isNamed = child.descriptor.annotations?.[NAME_ANNOTATION] !== undefined
  const reference = nameInIndex(child.descriptor) ?? (image.tags.length === 1 ? image.tags[0] : undefined)
  return { ...nameAnnotations(isNamed ? undefined : reference, baseNames.get(image)), ...keptRefName(child) }
}

/** A ref name that is there already stays as it is: tools look images up by it. */
const keptRefName = ({ descriptor: { annotations } }: OciChild): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => key === REF_ANNOTATION))

function firstImage(child: OciChild, imageOf: ImageOf): Image | undefined {
  if (child.node.kind === 'manifest') return imageOf.get(child.node)
  if (child.node.kind !== 'index') return undefined
  for (const below of child.node.children) {
    const image = firstImage(below, imageOf)
    if (image && !below.attestation) return image
  }
  return undefined
}
