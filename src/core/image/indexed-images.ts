import { ArchiveError } from '../errors'
import type { Entry } from '../tar/walk'
import { blobPath } from './digest'
import { remark } from './finding'
import { kindByDescriptor } from './kind'
import { nameOf, platformName, type Image, type Layer } from './model'
import { leavesOf, type OciChild, type OciIndex, type OciManifest } from './oci'
import { fullReference } from './reference'
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

type Indexed = Omit<Image, 'listed'>

/** The images that only the index knows. Of those whose config is absent it is said, in one way or the other, what is absent. */
export async function readIndexedImages(
  reading: Reading,
  manifests: Manifests,
  listed: readonly Image[],
  root: OciIndex | undefined,
): Promise<Indexed[]> {
  const images: Indexed[] = []
  const bare: [OciManifest, OciChild[][]][] = []
  const joined = new Set(listed.map(({ manifest }) => manifest))
  const there = new Set(listed.flatMap(({ tags }) => tags.map(fullReference)))
  for (const [manifest, paths] of manifests) {
    if (joined.has(manifest)) {
      for (const group of groupsOf(paths)) there.add(group)
      continue
    }
    const config = reading.files.find(blobPath(manifest.config.digest))
    if (!config || config.size === 0) {
      bare.push([manifest, paths])
      continue
    }
    const image = await legible(reading, () =>
      readImage(reading, listed.length + images.length, manifest, config, paths),
    )
    if (!image) continue
    images.push(image)
    for (const name of groupsOf(paths)) there.add(name)
  }
  const told = reading.findings.flatMap(({ code, facts }) => (code === 'contents-absent' ? [facts.image] : []))
  const lost = new Set(told)
  const tell = (paths: OciChild[][], entry: string, platform: string | undefined): void => {
    const groups = groupsOf(paths)
    // Of several platforms some may be absent. Where none is there, the image itself is.
    if (groups.some((name) => there.has(name))) {
      reading.findings.push(platform ? remark('platform-absent', { platform }) : remark('manifest-absent', { entry }))
      return
    }
    const image = namesOf(paths)[0] ?? paths[0]?.at(-1)?.descriptor.digest ?? entry
    if (!lost.has(image)) reading.findings.push(remark('contents-absent', { image, entry }))
    lost.add(image)
  }
  for (const [manifest, paths] of bare)
    tell(paths, blobPath(manifest.config.digest), platformOf(paths) ?? manifest.config.digest)
  if (root)
    for (const [node, path] of leavesOf(root, reading.tar.name))
      if (node.kind === 'absent' && !isAttestation(path))
        tell([path], path.at(-1)!.descriptor.digest, platformOf([path]))
  return images
}

/** An image whose config there is no sense in is none; manifest.json does not speak of it. */
async function legible<T>({ onFault }: Reading, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (thrown) {
    if (
      !(thrown instanceof ArchiveError) ||
      !['not-json', 'json-behind', 'json-too-large', 'bad-config'].includes(thrown.code)
    )
      throw thrown
    onFault(thrown.fault)
    return undefined
  }
}

async function readImage(
  reading: Reading,
  place: number,
  manifest: OciManifest,
  configEntry: Entry,
  paths: OciChild[][],
): Promise<Indexed> {
  const { payloads } = reading
  const { config, id, chains } = await reading.configs.of(configEntry)
  const tags = namesOf(paths)
  const told: Told = { image: nameOf({ tags, id }), place }
  checkCount(reading, told, config.diffIds.length, manifest.layers.length)
  await checkBlobs(reading, told, id, manifest, paths)
  checkPaths(
    reading,
    told,
    [manifest.config, ...manifest.layers].map(({ digest }) => blobPath(digest)),
  )
  const layers = chains.map((chain, at): Layer => {
    const diffId = config.diffIds[at]!
    const descriptor = manifest.layers[at]
    const path = descriptor ? blobPath(descriptor.digest) : `${configEntry.name}#${at}`
    const payload = payloads.at(path, diffId, descriptor)
    return { diffId, chain, payload, descriptor, createdBy: config.createdBy[at] }
  })
  const { platform } = config
  return {
    place,
    tags,
    tagAlone: tagAloneOf(paths),
    id,
    platform,
    config: configEntry,
    layers,
    manifest,
    item: undefined,
  }
}

/** Where one platform of an image is there, the others may be absent: a save for one platform looks so. */
export function withoutAbsentPlatforms(images: readonly Image[], manifests: Manifests): Image[] {
  const isThere = ({ layers }: Image) => layers.length === 0 || layers.some(({ payload }) => payload.state !== 'absent')
  const groups = (image: Image) => groupsOf((image.manifest && manifests.get(image.manifest)) ?? [])
  const there = new Set(images.filter(isThere).flatMap(groups))
  return images.map((image) =>
    !isThere(image) && groups(image).some((name) => there.has(name)) ? { ...image, listed: false } : image,
  )
}

/** What makes several manifests the platforms of one image: a name in common, however fully it is written, or an index of index.json. */
const groupsOf = (paths: readonly OciChild[][]): string[] => [
  ...namesOf(paths).map(fullReference),
  ...paths.flatMap(([top, ...below]) => (top && below.length > 0 ? [`#${top.at}`] : [])),
  ...(namesOf(paths).length === 0 && paths.some(([top, ...below]) => below.length === 0 && top?.platform) ? ['#'] : []),
]

function isAttestation(path: readonly OciChild[]): boolean {
  const child = path.at(-1)
  return child !== undefined && kindByDescriptor(child.descriptor, child.platform) !== undefined
}

/** As the index names it: the config that would tell is absent. */
function platformOf(paths: readonly OciChild[][]): string | undefined {
  const platform = paths.map((path) => path.at(-1)?.platform).find((found) => found !== undefined)
  return platform && platformName(platform)
}
