import { ArchiveError } from '../errors'
import { chainIds } from '../image/chain'
import { isStack, layerLines, parseConfig, parsePlatform, type ImageConfig } from '../image/config'
import { isDigest, sha256, type Digest } from '../image/digest'
import type { HeldImage, HeldLayer, Holding, Store } from './holding'
import { isObject, isStrings, stringOf, type JsonObject } from '../image/json'
import { splitJson } from './json-text'
import type { Descriptor } from '../image/descriptor'
import { parseDescriptor } from '../image/oci'
import { familiarReference } from '../image/reference'

/** What one file or paste of JSON says: one host. */
export interface Inventory {
  readonly name: string
  readonly images: readonly LooseImage[]
  readonly manifests: readonly LooseManifest[]
}

/** An image as JSON tells of it: without blobs, but with the digests by which a manifest may be known to be its own. */
interface LooseImage {
  readonly ids: readonly Digest[]
  readonly store: Store
  readonly image: HeldImage
}

/** A manifest: its layers' blobs, to be joined to the diff IDs of its config, which may stand in another file. */
interface LooseManifest {
  /** What images call themselves by: the config's digest; in a containerd store, the manifest's own. */
  readonly ids: readonly Digest[]
  readonly blobs: readonly Descriptor[]
}

/** Larger texts are no inspect of any host. */
const LARGEST = 64 * 1024 * 1024

/**
 * Reads what `docker image inspect`, `podman image inspect`, `skopeo inspect --config` and `skopeo inspect --raw` print, one or
 * many after another.
 */
export async function readInventory(name: string, text: Blob): Promise<Inventory> {
  if (text.size > LARGEST)
    throw new ArchiveError('json-too-large', { file: name, entry: name, found: text.size, expected: LARGEST })
  const bytes = new Uint8Array(await text.arrayBuffer())
  const values = splitJson(bytes)
  if (!values) throw new ArchiveError('inventory-not-json', { file: name })
  // What docker image inspect prints of an image that is not there.
  if (values.length === 0) throw new ArchiveError('not-an-inventory', { file: name, found: '[]' })
  const images: LooseImage[] = []
  const manifests: LooseManifest[] = []
  for (const { json, text } of values) {
    const manifest = await parseManifest(json, text)
    if (manifest) manifests.push(manifest)
    else images.push((await parseInspect(json)) ?? (await parseLooseConfig(json, text)) ?? refuse(name, json))
  }
  return { name, images, manifests }
}

/**
 * The inventories as holdings, each image with the blobs of its manifest. That may stand in a file of its own; but what stands
 * beside a host's images is true of that host alone, as another may hold the same image packed in another way.
 */
export function holdingsOf(inventories: readonly Inventory[]): Holding[] {
  const alone = inventories.filter(({ images }) => images.length === 0).flatMap(({ manifests }) => manifests)
  return inventories.map(({ name, images, manifests }) => ({
    name,
    source: 'inventory',
    store: storeOf(images),
    images: images.map(({ ids, image }) =>
      withBlobs(
        image,
        [...manifests, ...alone].find((manifest) => manifest.ids.some((id) => ids.includes(id))),
      ),
    ),
  }))
}

function withBlobs(image: HeldImage, manifest: LooseManifest | undefined): HeldImage {
  if (manifest?.blobs.length !== image.layers.length) return image
  return { ...image, layers: image.layers.map((layer, at) => ({ ...layer, blob: manifest.blobs[at] })) }
}

async function parseManifest(json: JsonObject, text: string): Promise<LooseManifest | undefined> {
  const config = parseDescriptor(json['config'])
  if (!config || !Array.isArray(json['layers'])) return undefined
  const blobs = json['layers'].map(parseDescriptor).filter((item) => item !== undefined)
  return { ids: [config.digest, await sha256(text)], blobs }
}

async function parseInspect(json: JsonObject): Promise<LooseImage | undefined> {
  const rootFs = isObject(json['RootFS']) ? json['RootFS'] : undefined
  if (!rootFs) return undefined
  const diffIds = rootFs['Layers'] ?? []
  if (!isStack(diffIds)) return undefined
  const id = stringOf(json['Id']) ?? ''
  const digest = id.includes(':') ? id : `sha256:${id}`
  const names = isStrings(json['RepoTags']) && json['RepoTags'].length > 0 ? json['RepoTags'] : json['NamesHistory']
  const tags = isStrings(names) ? names.map(familiarReference) : []
  const config = { platform: parsePlatform(json), diffIds, createdBy: layerLines(json['History'], diffIds.length) }
  const ids = isDigest(digest) ? [digest] : []
  return { ids, store: storeOfInspect(json), image: await toHeldImage(tags, ids, config) }
}

/**
 * containerd's snapshotters go by names of their own (`overlayfs`), and such an image's ID is its manifest's digest; graph
 * drivers are `overlay2`, `btrfs`…; Podman adds `NamesHistory`.
 */
function storeOfInspect(json: JsonObject): Store {
  if (json['NamesHistory'] !== undefined || json['ManifestType'] !== undefined) return 'podman'
  if (json['Descriptor'] !== undefined || isObject(json['Storage'])) return 'containerd'
  const driver = isObject(json['GraphDriver']) ? stringOf(json['GraphDriver']['Name']) : undefined
  if (driver === undefined) return 'unknown'
  // Both kinds of store know a fuse-overlayfs.
  if (driver === 'fuse-overlayfs') return 'unknown'
  return SNAPSHOTTERS.includes(driver) ? 'containerd' : 'classic'
}

const SNAPSHOTTERS = ['overlayfs', 'native', 'stargz', 'nydus', 'blockfile', 'erofs', 'windows']

/** `skopeo inspect --config` prints the config anew, so that its digest fits its compact form only, if at all. */
async function parseLooseConfig(json: JsonObject, text: string): Promise<LooseImage | undefined> {
  const config = isObject(json['rootfs']) ? parseConfig(json) : undefined
  if (!config) return undefined
  const ids = await Promise.all([sha256(text), sha256(`${text}\n`), sha256(JSON.stringify(json))])
  return { ids, store: 'unknown', image: await toHeldImage([], ids, config) }
}

function refuse(name: string, json: JsonObject): never {
  if (Array.isArray(json['manifests'])) throw new ArchiveError('inventory-index', { file: name })
  if (Array.isArray(json['Layers']) || Array.isArray(json['LayersData']))
    throw new ArchiveError('inventory-without-diff-ids', { file: name })
  throw new ArchiveError('not-an-inventory', { file: name, found: Object.keys(json).slice(0, 6).join(', ') })
}

async function toHeldImage(tags: string[], ids: readonly Digest[], config: ImageConfig): Promise<HeldImage> {
  const { diffIds, platform, createdBy } = config
  const chains = await chainIds(diffIds)
  const layers = chains.map((chain, at): HeldLayer => {
    return { diffId: diffIds[at]!, chain, blob: undefined, createdBy: createdBy[at] }
  })
  return { name: tags[0] ?? ids[0]?.slice(0, 19) ?? '', tags, platform, layers }
}

function storeOf(images: readonly LooseImage[]): Store {
  const stores = new Set(images.map(({ store }) => store))
  if (stores.has('containerd')) return 'containerd'
  const [only] = stores
  return stores.size === 1 && only !== undefined ? only : 'unknown'
}
