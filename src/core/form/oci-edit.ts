import { blobPath, sha256, type Digest } from '../image/digest'
import { readDockerManifest } from '../image/docker'
import { plainPath } from '../image/files'
import { isObject, readJson, type JsonObject } from '../image/json'
import type { Descriptor } from '../image/descriptor'
import type { Image, ImageArchive, Payload } from '../image/model'
import type { OciChild, OciIndex, OciManifest } from '../image/oci'
import { NAME_ANNOTATION, nameInIndex } from '../image/reference'
import type { Entry } from '../tar/walk'
import type { SlimPlan } from '../plan/slim-plan'
import { json, OCI_LAYOUT } from './convert'
import { familyOf, inFamily, layerDescriptor } from './descriptor'
import { nameAnnotations } from './naming'
import { endOfArchive } from '../tar/write'
import { emptiedEntry, fileParts, rewritten, type Part } from './parts'

type OciArchive = ImageArchive & { readonly oci: NonNullable<ImageArchive['oci']> }

/** A member that takes an old one's place, under its own or another name. */
interface Replacement {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * An OCI layout edited in place: kept entries stay byte for byte, shed ones lose their payload, and manifests whose layers
 * are relinked are rewritten together with the indexes above them. What is missing for every engine is added at the end.
 */
export async function* editedInPlace(
  archive: OciArchive,
  plan: SlimPlan,
  baseNameOf: (image: Image) => string | undefined,
): AsyncGenerator<Part> {
  const { tar } = archive
  const replaced = await relinkTree(archive, plan, baseNameOf)
  const renamed = renamedPayloads(archive, plan)
  const shed = shedByEntry(plan)
  const manifestJson = findRoot(archive, 'manifest.json')
  if (manifestJson && plan.relinked.size > 0)
    replaced.set(manifestJson, {
      name: 'manifest.json',
      bytes: await relinkedList(archive, manifestJson, plan, renamed),
    })

  yield* rewritten(tar, (entry) => {
    const replacement = replaced.get(entry)
    if (replacement) return fileParts(replacement.name, replacement.bytes)
    const payloads = shed.get(entry)
    return payloads && emptied(entry, payloads)
  })
  if (!findRoot(archive, 'oci-layout')) yield* fileParts('oci-layout', new TextEncoder().encode(OCI_LAYOUT))
  if (!manifestJson) yield* fileParts('manifest.json', json(newList(archive.images, plan, renamed)))
  yield endOfArchive

  async function* emptied(entry: Entry, payloads: readonly Payload[]): AsyncGenerator<Part> {
    const newNames = payloads.flatMap((payload) => renamed.get(payload) ?? [])
    if (newNames.length < payloads.length) yield* emptiedEntry(tar, entry)
    for (const name of newNames) yield* fileParts(name, new Uint8Array())
  }
}

/** An entry that was empty before may stand for several layers. */
function shedByEntry({ shed }: SlimPlan): Map<Entry, Payload[]> {
  const byEntry = new Map<Entry, Payload[]>()
  for (const payload of shed) {
    if (!payload.entry) continue
    const payloads = byEntry.get(payload.entry)
    if (payloads) payloads.push(payload)
    else byEntry.set(payload.entry, [payload])
  }
  return byEntry
}

function findRoot({ tar }: ImageArchive, name: string): Entry | undefined {
  return tar.entries.findLast((entry) => entry.type === 'file' && plainPath(entry.name) === name)
}

/** The members that change from the manifests up to index.json. */
async function relinkTree(
  { images, oci, tar }: OciArchive,
  plan: SlimPlan,
  baseNameOf: (image: Image) => string | undefined,
): Promise<Map<Entry, Replacement>> {
  const replaced = new Map<Entry, Replacement>()
  const imageOf = new Map(images.map((image) => [image.manifest, image]))
  const changed = new Map<OciIndex | OciManifest, { digest: Digest; size: number } | undefined>()

  async function change(node: OciChild['node']): Promise<{ digest: Digest; size: number } | undefined> {
    if (node.kind !== 'manifest' && node.kind !== 'index') return undefined
    if (changed.has(node)) return changed.get(node)
    const image = node.kind === 'manifest' ? imageOf.get(node) : undefined
    const content = node.kind === 'index' ? await newIndex(node) : image && relinkedManifest(node, image, plan)
    const bytes = content && json(content)
    const result = bytes && { digest: await sha256(bytes), size: bytes.length }
    if (result) replaced.set(node.entry, { name: blobPath(result.digest), bytes })
    changed.set(node, result)
    return result
  }

  async function newIndex(index: OciIndex): Promise<JsonObject | undefined> {
    const changes = await Promise.all(index.children.map(({ node }) => change(node)))
    if (changes.every((item) => item === undefined)) return undefined
    const manifests = rawManifests(index).map((raw, at) => ({ ...raw, ...changes[at] }))
    return { ...index.json, manifests }
  }

  const root = (await newIndex(oci.root)) ?? oci.root.json
  const manifests = rawManifests({ ...oci.root, json: root }).map((raw, at) => {
    const child = oci.root.children[at]!
    const annotations = { ...child.descriptor.annotations, ...missingNames(child, imageOf, baseNameOf) }
    return Object.keys(annotations).length > 0 ? { ...raw, annotations } : raw
  })
  const { bytes: before } = await readJson(tar, oci.root.entry)
  const after = json({ ...root, manifests })
  const same = new TextDecoder().decode(before) === new TextDecoder().decode(after)
  if (!same) replaced.set(oci.root.entry, { name: 'index.json', bytes: after })
  return replaced
}

const rawManifests = ({ json }: { json: JsonObject }) =>
  (Array.isArray(json['manifests']) ? json['manifests'] : []).filter(isObject)

/** containerd's own name annotation where only the ref name stands, and the base's name: neither changes a digest. */
function missingNames(
  child: OciChild,
  imageOf: ReadonlyMap<OciManifest | undefined, Image>,
  baseNameOf: (image: Image) => string | undefined,
): Record<string, string> {
  const image = firstImage(child, imageOf)
  if (!image || child.attestation) return {}
  const named = child.descriptor.annotations?.[NAME_ANNOTATION] !== undefined
  const reference = nameInIndex(child.descriptor) ?? (image.tags.length === 1 ? image.tags[0] : undefined)
  return { ...nameAnnotations(named ? undefined : reference, baseNameOf(image)), ...keptRefName(child) }
}

/** A ref name that is there already stays as it is: tools look images up by it. */
const keptRefName = ({ descriptor: { annotations } }: OciChild): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => key === 'org.opencontainers.image.ref.name'))

function firstImage(child: OciChild, imageOf: ReadonlyMap<OciManifest | undefined, Image>): Image | undefined {
  if (child.node.kind === 'manifest') return imageOf.get(child.node)
  if (child.node.kind !== 'index') return undefined
  for (const below of child.node.children) {
    const image = firstImage(below, imageOf)
    if (image && !below.attestation) return image
  }
  return undefined
}

/** Undefined where none of the layers is relinked. */
function relinkedManifest(manifest: OciManifest, image: Image, plan: SlimPlan): JsonObject | undefined {
  if (!image.layers.some(({ payload }) => plan.relinked.has(payload))) return undefined
  const family = familyOf(typeof manifest.json['mediaType'] === 'string' ? manifest.json['mediaType'] : '')
  const raw = Array.isArray(manifest.json['layers']) ? manifest.json['layers'] : []
  const layers = image.layers.map(({ payload }, at): unknown => {
    const target = relinkTarget(plan, payload)
    return target ? inFamily(target, family) : raw[at]
  })
  return { ...manifest.json, layers }
}

function relinkTarget(plan: SlimPlan, payload: Payload): Descriptor | undefined {
  const relink = plan.relinked.get(payload)
  if (!relink) return undefined
  if (relink.kind === 'held') return relink.descriptor
  return relink.descriptor ?? (relink.payload.digest && layerDescriptor(relink.payload, relink.payload.digest, 'oci'))
}

/** A relinked blob goes by its new digest, unless the archive has an entry of that name. */
function renamedPayloads({ tar }: ImageArchive, plan: SlimPlan): Map<Payload, string> {
  const taken = new Set(tar.entries.map(({ name }) => plainPath(name)))
  const renamed = new Map<Payload, string>()
  for (const payload of plan.relinked.keys()) {
    const target = relinkTarget(plan, payload)
    const name = target && blobPath(target.digest)
    if (!name || taken.has(name)) continue
    taken.add(name)
    renamed.set(payload, name)
  }
  return renamed
}

type Renamed = ReadonlyMap<Payload, string>

/** The path of a layer's blob in the output. */
function pathOf(payload: Payload, plan: SlimPlan, renamed: Renamed): string {
  const target = relinkTarget(plan, payload)
  return renamed.get(payload) ?? (target ? blobPath(target.digest) : plainPath(payload.path))
}

async function relinkedList({ tar, images }: OciArchive, entry: Entry, plan: SlimPlan, renamed: Renamed) {
  const items = await readDockerManifest(tar, entry)
  const layersOf = (at: number) =>
    images[at]?.layers.map(({ payload }, layer) =>
      plan.relinked.has(payload) ? pathOf(payload, plan, renamed) : items[at]?.layers[layer],
    )
  return json(items.map((item, at) => ({ ...item.json, Layers: layersOf(at) })))
}

/** manifest.json for an archive without one: of several platforms under one name the first. */
function newList(images: readonly Image[], plan: SlimPlan, renamed: Renamed): object[] {
  const claimed = new Set<string>()
  return images
    .filter(({ listed }) => listed)
    .flatMap((image) => {
      const tags = image.tags.filter((tag) => !claimed.has(tag))
      if (tags.length === 0 && image.tags.length > 0) return []
      for (const tag of tags) claimed.add(tag)
      const Layers = image.layers.map(({ payload }) => pathOf(payload, plan, renamed))
      return [{ Config: plainPath(image.config.name), RepoTags: tags, Layers }]
    })
}
