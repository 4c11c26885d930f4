import type { Entry } from '../tar/walk'
import type { DockerImage } from './docker'
import { remark } from './finding'
import { ManifestsByParts } from './manifests-by-parts'
import { nameOf, type Image, type Layer } from './model'
import type { OciChild, OciManifest } from './oci'
import { fullReference, isImageName } from './reference'
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
  const { files, findings } = reading
  const images: Image[] = []
  const known = new ManifestsByParts(files, manifests)
  const given = new Set(items.flatMap(({ tags }) => tags.map(fullReference)))
  for (const item of items) {
    const config = files.find(item.config)
    if (!config || config.size === 0) {
      const image = item.tags[0] ?? item.config
      findings.push(remark('contents-absent', { image, entry: item.config || 'Config' }))
      continue
    }
    const manifest = known.of(config, item.layers, item.tags)
    const paths = (manifest && manifests.get(manifest)) ?? []
    const names = item.tags.length > 0 ? [] : namesOf(paths).filter((name) => isNew(name, given))
    for (const name of names) given.add(fullReference(name))
    const named = names.length > 0 ? { ...item, tags: names } : item
    const image = await readImage(reading, images.length, named, config, manifest, paths)
    if (names.length > 0) findings.push(nameInIndex(image))
    else if (!manifest && known.haveConfig(config))
      findings.push(remark('manifest-and-index-differ', { image: nameOf(image) }, image.place))
    images.push(image)
  }
  return images
}

/** BuildKit wrote lists without names beside an index that has them; engines with a containerd store go by that. */
const isNew = (name: string, given: ReadonlySet<string>) => isImageName(name) && !given.has(fullReference(name))

const nameInIndex = (image: Image) =>
  remark('name-in-index', { image: nameOf(image), found: image.tags.join(', ') }, image.place)

async function readImage(
  reading: Reading,
  place: number,
  item: DockerImage,
  configEntry: Entry,
  manifest: OciManifest | undefined,
  paths: readonly OciChild[][],
): Promise<Image> {
  const { files, findings } = reading
  const { config, id, chains } = await reading.configs.of(configEntry)
  const told: Told = { image: nameOf({ tags: item.tags, id }), place }
  const { image } = told
  checkCount(reading, told, config.diffIds.length, item.layers.length)
  checkPaths(reading, told, [item.config, ...item.layers])
  if (item.layers.some((path) => files.isHardlink(path))) findings.push(remark('hardlinked-layer', { image }, place))
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
  const named = { tags: item.tags, tagAlone: tagAloneOf(paths) }
  return { place, ...named, id, platform, config: configEntry, layers, listed: true, manifest, item: item.json }
}
