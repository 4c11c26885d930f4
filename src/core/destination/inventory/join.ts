import type { Digest } from '../../image/digest'
import type { Store } from '../../engine'
import type { HeldImage, Holding } from '../holding'
import type { LooseImage } from './images'
import type { Inventory, LooseManifest } from './read'

/**
 * The inventories as holdings, each image with the blobs of its manifest. That may stand in a file of its own; but what stands
 * beside a host's images is true of that host alone, as another may hold the same image packed in another way.
 */
export function holdingsOf(inventories: readonly Inventory[]): Holding[] {
  const alone = byId(inventories.filter(({ images }) => images.length === 0).flatMap(({ manifests }) => manifests))
  return inventories.map(({ name, images, manifests }) => {
    const own = byId(manifests)
    return {
      name,
      source: 'inventory',
      store: storeOf(images),
      images: images.map(({ ids, image }) => withBlobs(image, firstOf(own, ids) ?? firstOf(alone, ids))),
    }
  })
}

type ById = ReadonlyMap<Digest, LooseManifest>

/** Of several manifests of one config the first counts. */
function byId(manifests: readonly LooseManifest[]): ById {
  const found = new Map<Digest, LooseManifest>()
  for (const manifest of manifests) for (const id of manifest.ids) if (!found.has(id)) found.set(id, manifest)
  return found
}

const firstOf = (manifests: ById, ids: readonly Digest[]) =>
  ids.map((id) => manifests.get(id)).find((manifest) => manifest !== undefined)

function withBlobs(image: HeldImage, manifest: LooseManifest | undefined): HeldImage {
  if (manifest?.blobs.length !== image.layers.length) return image
  return { ...image, layers: image.layers.map((layer, at) => ({ ...layer, blob: manifest.blobs[at] })) }
}

function storeOf(images: readonly LooseImage[]): Store {
  const stores = new Set(images.map(({ store }) => store))
  if (stores.has('containerd')) return 'containerd'
  const [only] = stores
  return stores.size === 1 && only !== undefined ? only : 'unknown'
}
