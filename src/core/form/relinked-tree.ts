import type { Descriptor } from '../image/descriptor'
import { blobPath, sha256 } from '../image/digest'
import { isObject, listOf, type JsonObject } from '../image/json'
import type { Image, ImageArchive } from '../image/model'
import type { OciChild, OciIndex, OciManifest } from '../image/oci'
import { fullReference, isByDigest, NAME_ANNOTATION, nameInIndex, REF_ANNOTATION } from '../image/reference'
import type { Entry } from '../tar/walk'
import { familyOf, inFamily, renewed } from './descriptor'
import type { Edit } from './edit'
import { repoTags } from './manifest-json'
import { annotationsOf, distinctRefs, nameAnnotations } from './naming'
import { json } from './oci-json'

export type OciArchive = ImageArchive & { readonly oci: NonNullable<ImageArchive['oci']> }

/** A member that takes an old one's place, under its own or another name. */
export interface Replacement {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What a member is known by, once it is written anew. */
type Blob = Pick<Descriptor, 'digest' | 'size'>

type ImageOf = ReadonlyMap<OciManifest | undefined, Image>

/** What changes from the manifests up to index.json. */
export interface RelinkedTree {
  readonly blobs: ReadonlyMap<Entry, Replacement>
  /** What index.json says, as it is or written anew. */
  readonly root: JsonObject
  /** Undefined where it stays as it is. */
  readonly index: Uint8Array<ArrayBuffer> | undefined
}

export async function relinkedTree({ images, oci, tar }: OciArchive, edit: Edit): Promise<RelinkedTree> {
  const replaced = new Map<Entry, Replacement>()
  const imageOf: ImageOf = new Map(images.map((image) => [image.manifest, image]))
  const changed = new Map<OciIndex | OciManifest, Blob | undefined>()

  async function change(node: OciChild['node']): Promise<Blob | undefined> {
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

  async function newIndex({ json, children }: OciIndex): Promise<JsonObject | undefined> {
    const changes = new Map<number, Blob>()
    for (const { at, node } of children) {
      const blob = await change(node)
      if (blob) changes.set(at, blob)
    }
    if (changes.size === 0) return undefined
    const manifests = listOf(json, 'manifests').map((item, at) => {
      const blob = changes.get(at)
      return blob && isObject(item) ? withoutStaleNames(renewed(item, blob), blob) : item
    })
    return { ...json, manifests }
  }

  const root = named((await newIndex(oci.root)) ?? oci.root.json, oci.root, imageOf, edit)
  const before = await tar.read(oci.root.entry)
  const after = json(root)
  const same = before.length === after.length && after.every((byte, at) => byte === before[at])
  return { blobs: replaced, root, index: same ? undefined : after }
}

/** Undefined where none of the layers is relinked. */
function relinkedManifest({ json }: OciManifest, image: Image, { descriptors }: Edit): JsonObject | undefined {
  if (!image.layers.some(({ payload }) => descriptors.has(payload))) return undefined
  const family = familyOf(typeof json['mediaType'] === 'string' ? json['mediaType'] : '')
  const raw = Array.isArray(json['layers']) ? json['layers'] : []
  const layers = image.layers.map(({ payload }, at): unknown => {
    const descriptor = descriptors.get(payload)
    const own = raw[at]
    if (!descriptor) return own
    return renewed(isObject(own) ? own : {}, inFamily(descriptor, family))
  })
  return { ...json, layers }
}

/** index.json, with containerd's own name annotation where only the ref name stands, and the base's name: no digest changes. */
function named(json: JsonObject, root: OciIndex, imageOf: ImageOf, edit: Edit): JsonObject {
  const children = new Map(root.children.map((child) => [child.at, child]))
  const manifests = listOf(json, 'manifests').map((item, at) => {
    const child = children.get(at)
    if (!child || !isObject(item)) return item
    const own = annotationsOf(item)
    const annotations = { ...own, ...missingNames(child, own, imageOf, edit) }
    const typed = { ...item, ...missingType(child) }
    return Object.keys(annotations).length > 0 ? { ...typed, annotations } : typed
  })
  const usurping = new Set([...usurpers(root)].map((at) => manifests[at]))
  const ordered = [...usurping, ...manifests.filter((item) => !usurping.has(item))]
  return { ...json, manifests: distinctRefs([...ordered, ...furtherNames(manifests, root, imageOf, edit)]) }
}

/**
 * What is no image and bears an image's name, as `cosign save` writes signatures: containerd gives a name to the last that
 * bears it, so that these are to stand before the images.
 */
function usurpers({ children }: OciIndex): Set<number> {
  const names = new Set(children.flatMap(({ node, descriptor }) => (isImage(node) ? [nameInIndex(descriptor)] : [])))
  names.delete(undefined)
  const bearers = children.filter(({ node, descriptor }) => !isImage(node) && names.has(nameInIndex(descriptor)))
  return new Set(bearers.map(({ at }) => at))
}

const isImage = ({ kind }: OciChild['node']) => kind === 'manifest' || kind === 'index'

/** Names that manifest.json alone knows: a descriptor each, as engines write them. */
function furtherNames(manifests: readonly unknown[], { children }: OciIndex, imageOf: ImageOf, edit: Edit): object[] {
  const named = new Map<Image, { readonly item: JsonObject; readonly names: Set<string> }>()
  for (const child of children) {
    const image = firstImage(child, imageOf)
    const item = manifests[child.at]
    if (!image?.item || !isObject(item)) continue
    const known = named.get(image) ?? { item, names: new Set<string>() }
    const name = annotationsOf(item)[NAME_ANNOTATION]
    if (typeof name === 'string') known.names.add(name)
    named.set(image, known)
  }
  return [...named].flatMap(([image, { item, names }]) =>
    repoTags(image)
      .filter((tag) => !names.has(fullReference(tag)))
      .map((tag) => ({
        ...item,
        annotations: { ...annotationsOf(item), ...nameAnnotations(tag, edit.baseNames.get(image)) },
      })),
  )
}

/** containerd wants a media type in every descriptor; what it leads to says it too, or goes without saying. */
function missingType({ descriptor, node }: OciChild): Readonly<Record<string, string>> {
  if (descriptor.mediaType !== '' || (node.kind !== 'manifest' && node.kind !== 'index')) return {}
  const { mediaType } = node.json
  return { mediaType: typeof mediaType === 'string' ? mediaType : `application/vnd.oci.image.${node.kind}.v1+json` }
}

function missingNames(
  child: OciChild,
  own: JsonObject,
  imageOf: ImageOf,
  { baseNames }: Edit,
): Readonly<Record<string, unknown>> {
  const image = firstImage(child, imageOf)
  if (!image) return {}
  const ref = own[REF_ANNOTATION]
  const one = image.item || image.tags.length === 1 ? repoTags(image)[0] : undefined
  const reference = nameInIndex(child.descriptor) ?? one
  return {
    ...nameAnnotations(own[NAME_ANNOTATION] === undefined ? reference : undefined, baseNames.get(image)),
    // A ref name that is there already stays as it is: tools look images up by it.
    ...(ref === undefined ? {} : { [REF_ANNOTATION]: ref }),
  }
}

/** `app@sha256:…` names what was there before. */
function withoutStaleNames(json: JsonObject, { digest }: Blob): JsonObject {
  const isStale = (name: unknown) => typeof name === 'string' && isByDigest(name) && !name.endsWith(`@${digest}`)
  const names = [NAME_ANNOTATION, REF_ANNOTATION]
  const kept = Object.entries(annotationsOf(json)).filter(([key, name]) => !names.includes(key) || !isStale(name))
  return json['annotations'] === undefined ? json : { ...json, annotations: Object.fromEntries(kept) }
}

function firstImage(child: OciChild, imageOf: ImageOf): Image | undefined {
  if (child.node.kind === 'manifest') return imageOf.get(child.node)
  if (child.node.kind !== 'index') return undefined
  for (const below of child.node.children) {
    const image = firstImage(below, imageOf)
    if (image) return image
  }
  return undefined
}
