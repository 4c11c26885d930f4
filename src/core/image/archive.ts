import { ArchiveError } from '../errors'
import { archivesWithin, unpackedSave } from './archive-within'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { Configs } from './configs'
import { diagnose } from './diagnose'
import type { Descriptor } from './descriptor'
import { blobPath, sha256, type Digest } from './digest'
import { readDockerManifest, type DockerImage } from './docker'
import { filesOf, type Files } from './files'
import { remark, type Finding } from './finding'
import { ManifestsByParts } from './manifests-by-parts'
import { nameOf, platformName, type Image, type ImageArchive, type Layer } from './model'
import { manifestsOf, readOciLayout, type OciChild, type OciIndex, type OciLayout, type OciManifest } from './oci'
import { Payloads } from './payload'
import { nameInIndex } from './reference'

/** What reading one archive needs at every step, and the findings that come up on the way. */
interface Reading {
  readonly tar: TarIndex
  readonly files: Files
  readonly configs: Configs
  readonly payloads: Payloads
  readonly findings: Finding[]
}

/** An image as findings tell it: its name, and the place that it is known by. */
interface Told {
  readonly image: string
  readonly place: number
}

/** The image manifests of the index, each with the paths of descriptors that lead to it. */
type Manifests = Map<OciManifest, OciChild[][]>

/** Reads the images of an archive, whatever its layout: manifest.json, an OCI index, or both. */
export async function readArchive(tar: TarIndex): Promise<ImageArchive> {
  const files = filesOf(tar)
  const reading: Reading = { tar, files, configs: new Configs(tar), payloads: new Payloads(tar, files), findings: [] }
  const manifestJson = files.find('manifest.json')
  const indexJson = files.find('index.json')
  if (!manifestJson && !indexJson) failNoImage(reading)

  const oci = indexJson && (await readOciLayout(tar, files, indexJson))
  const manifests = oci ? manifestsOf(oci.root, tar.name) : new Map<OciManifest, OciChild[][]>()
  const listed = manifestJson ? await readDockerImages(reading, manifestJson, manifests) : []
  const joined = new Set(listed.map(({ manifest }) => manifest))
  const others: Image[] = []
  for (const [manifest, paths] of manifests) {
    if (joined.has(manifest)) continue
    const image = await readOciImage(reading, listed.length + others.length, manifest, paths)
    if (image) others.push({ ...image, listed: manifestJson === undefined })
    else reading.findings.push(remark('platform-absent', { platform: platformOf(manifest, paths) }))
  }
  const images = [...listed, ...withoutAbsentPlatforms(others)]
  if (images.length === 0) failNoImage(reading, oci)
  // An index that does not know every image can't be relinked: such an archive is treated as a docker-archive.
  const complete = listed.every(({ manifest }) => manifest !== undefined)
  const archive = { tar, images, oci: complete ? oci : undefined }
  return { ...archive, findings: [...reading.findings, ...diagnose(archive, files, oci)] }
}

async function readDockerImages(reading: Reading, entry: Entry, manifests: Manifests): Promise<Image[]> {
  const images: Image[] = []
  const known = new ManifestsByParts(reading.files, manifests.keys())
  for (const docker of await readDockerManifest(reading.tar, entry)) {
    const configEntry = reading.files.find(docker.config)
    if (!configEntry)
      throw new ArchiveError('file-absent', { file: reading.tar.name, entry: docker.config, expected: 'Config' })
    images.push(await readDockerImage(reading, images.length, docker, configEntry, known, manifests))
  }
  return images
}

async function readDockerImage(
  reading: Reading,
  place: number,
  docker: DockerImage,
  configEntry: Entry,
  known: ManifestsByParts,
  manifests: Manifests,
): Promise<Image> {
  const { files, configs, payloads, findings } = reading
  const { config, id, chains } = await configs.of(configEntry)
  const { diffIds } = config
  const told: Told = { image: nameOf({ tags: docker.tags, id }), place }
  if (docker.layers.length !== diffIds.length) findings.push(countFinding(told, diffIds.length, docker.layers.length))

  const manifest = known.of(configEntry, docker.layers)
  const { image } = told
  if (docker.layers.some((path) => files.isHardlink(path))) findings.push(remark('hardlinked-layer', { image }, place))
  if (!manifest && known.haveConfig(configEntry)) findings.push(remark('manifest-and-index-differ', { image }, place))

  if (manifest) await checkBlobs(reading, told, id, manifest, manifests.get(manifest) ?? [])

  const layers = chains.map((chain, at): Layer => {
    const diffId = diffIds[at]!
    const payload = payloads.at(docker.layers[at] ?? `${configEntry.name}#${at}`, diffId)
    return { diffId, chain, payload, descriptor: manifest?.layers[at], createdBy: config.createdBy[at] }
  })
  const { platform } = config
  return { place, tags: docker.tags, id, platform, config: configEntry, layers, listed: true, manifest }
}

/** Undefined where the config is absent: then only the index speaks of the image. */
async function readOciImage(
  reading: Reading,
  place: number,
  manifest: OciManifest,
  paths: OciChild[][],
): Promise<Omit<Image, 'listed'> | undefined> {
  const { files, configs, payloads, findings } = reading
  const configEntry = files.find(blobPath(manifest.config.digest))
  if (!configEntry || configEntry.size === 0) return undefined
  const { config, id, chains } = await configs.of(configEntry)
  const tags = [
    ...new Set(paths.flatMap((path) => path.map(({ descriptor }) => nameInIndex(descriptor)).filter(isName))),
  ]
  const told: Told = { image: nameOf({ tags, id }), place }
  if (manifest.layers.length !== config.diffIds.length)
    findings.push(countFinding(told, config.diffIds.length, manifest.layers.length))
  await checkBlobs(reading, told, id, manifest, paths)
  const layers = chains.map((chain, at): Layer => {
    const diffId = config.diffIds[at]!
    const descriptor = manifest.layers[at]
    const payload = payloads.at(descriptor ? blobPath(descriptor.digest) : `${configEntry.name}#${at}`, diffId)
    return { diffId, chain, payload, descriptor, createdBy: config.createdBy[at] }
  })
  return { place, tags, id, platform: config.platform, config: configEntry, layers, manifest }
}

/** Where one platform of an index is there, the others may be absent: a save for one platform looks so. */
function withoutAbsentPlatforms(images: readonly Image[]): Image[] {
  const isThere = ({ layers }: Image) => layers.length === 0 || layers.some(({ payload }) => payload.state !== 'absent')
  const anyThere = images.some(isThere)
  return images.map((image) => (anyThere && !isThere(image) ? { ...image, listed: false } : image))
}

/** Manifests and configs are small enough to be hashed: what does not fit its descriptor is damaged. */
async function checkBlobs(
  { files, findings }: Reading,
  { image, place }: Told,
  id: Digest,
  manifest: OciManifest,
  paths: OciChild[][],
) {
  const { config, entry, bytes } = manifest
  const configSize = files.find(blobPath(config.digest))?.size ?? config.size
  check(config, blobPath(config.digest), id, configSize)
  const above = paths.map((path) => path.at(-1)?.descriptor).find((descriptor) => descriptor !== undefined)
  if (above) check(above, entry.name, await sha256(bytes), bytes.length)

  function check(stated: Descriptor, entry: string, digest: Digest, size: number): void {
    if (stated.digest.startsWith('sha256:') && stated.digest !== digest)
      findings.push(remark('digest-differs', { image, entry, expected: stated.digest, found: digest }, place))
    else if (stated.size !== size)
      findings.push(remark('size-differs', { image, entry, expected: stated.size, found: size }, place))
  }
}

const isName = (name: string | undefined): name is string => name !== undefined

const countFinding = ({ image, place }: Told, expected: number, found: number): Finding =>
  found === 0
    ? remark('no-layers', { image, expected, found }, place)
    : remark('layer-count-differs', { image, expected, found }, place)

/** As the index names it: the config that would tell is absent. */
function platformOf(manifest: OciManifest, paths: readonly OciChild[][]): string {
  const platform = paths.map((path) => path.at(-1)?.platform).find((found) => found !== undefined)
  return platform ? platformName(platform) : manifest.config.digest
}

/** A tar that is no image archive, or one of which only the shell is left: say what it looks like instead. */
function failNoImage({ tar, files }: Reading, oci?: OciLayout): never {
  const lost = oci && lostBlob(oci.root, files)
  if (lost) throw new ArchiveError('file-absent', { file: tar.name, entry: lost, expected: 'index.json' })
  if (files.find('repositories')) throw new ArchiveError('old-image-format', { file: tar.name })
  const folder = unpackedSave(tar.entries)
  if (folder !== undefined && folder !== '.') throw new ArchiveError('unpacked-save', { file: tar.name, entry: folder })
  const [inner] = archivesWithin(tar.entries)
  if (inner) throw new ArchiveError('archive-within', { file: tar.name, entry: inner.name })
  throw new ArchiveError('not-an-image', { file: tar.name })
}

/** The first manifest or config that an index leads to and the archive lacks. */
function lostBlob({ children }: OciIndex, files: Files): string | undefined {
  for (const { node, descriptor, attestation } of children) {
    if (attestation) continue
    if (node.kind === 'absent') return blobPath(descriptor.digest)
    if (node.kind === 'manifest' && !files.find(blobPath(node.config.digest))?.size) return blobPath(node.config.digest)
    const below = node.kind === 'index' ? lostBlob(node, files) : undefined
    if (below !== undefined) return below
  }
  return undefined
}
