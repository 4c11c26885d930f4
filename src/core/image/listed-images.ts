import type { Entry } from '../tar/walk'
import type { DockerImage } from './docker'
import { remark } from './finding'
import { ManifestsByParts } from './manifests-by-parts'
import { nameOf, type Image, type Layer } from './model'
import { isImageName } from './reference'
import {
  checkBlobs,
  checkCount,
  checkPaths,
  namesOf,
  tagAloneOf,
  type Manifests,
  type Reading,
  type Told,
} from './reading'

/** The images of manifest.json, joined to the index's manifests of the same layers. */
export async function readListedImages(
  reading: Reading,
  items: readonly DockerImage[],
  manifests: Manifests,
): Promise<Image[]> {
  const images: Image[] = []
  const known = new ManifestsByParts(reading.files, manifests)
  for (const item of items) {
    const config = reading.files.find(item.config)
    if (!config || config.size === 0) {
      const image = item.tags[0] ?? item.config
      reading.findings.push(remark('contents-absent', { image, entry: item.config || 'Config' }))
      continue
    }
    images.push(await readImage(reading, images.length, item, config, known, manifests))
  }
  return images
}

async function readImage(
  reading: Reading,
  place: number,
  item: DockerImage,
  configEntry: Entry,
  known: ManifestsByParts,
  manifests: Manifests,
): Promise<Image> {
  const { files, findings } = reading
  const { config, id, chains } = await reading.configs.of(configEntry)
  const manifest = known.of(configEntry, item.layers, item.tags)
  const paths = (manifest && manifests.get(manifest)) ?? []
  // BuildKit wrote lists without names beside an index that has them; engines with a containerd store go by that.
  const tags = item.tags.length > 0 ? item.tags : namesOf(paths).filter(isImageName)
  const told: Told = { image: nameOf({ tags, id }), place }
  const { image } = told
  if (tags !== item.tags && tags.length > 0)
    findings.push(remark('name-in-index', { image, found: tags.join(', ') }, place))
  checkCount(reading, told, config.diffIds.length, item.layers.length)
  checkPaths(reading, told, [item.config, ...item.layers])
  if (item.layers.some((path) => files.isHardlink(path))) findings.push(remark('hardlinked-layer', { image }, place))
  if (!manifest && known.haveConfig(configEntry)) findings.push(remark('manifest-and-index-differ', { image }, place))
  if (manifest) await checkBlobs(reading, told, id, manifest, paths)

  const layers = chains.map((chain, at): Layer => {
    const diffId = config.diffIds[at]!
    const descriptor = manifest?.layers[at]
    const payload = reading.payloads.at(
      item.layers[at] || `${configEntry.name}#${at}`,
      diffId,
      descriptor,
      descriptor ?? item.sources.get(diffId),
    )
    return { diffId, chain, payload, descriptor, createdBy: config.createdBy[at] }
  })
  const { platform } = config
  const named = { tags, tagAlone: tagAloneOf(paths) }
  return { place, ...named, id, platform, config: configEntry, layers, listed: true, manifest, item: item.json }
}
