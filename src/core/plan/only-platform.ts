import { blobPath, type Digest } from '../image/digest'
import { plainPath } from '../image/files'
import type { FindingCode } from '../image/finding'
import { platformName, type Image, type ImageArchive } from '../image/model'
import type { OciChild, OciIndex, OciLayout } from '../image/oci'
import type { Entry } from '../tar/walk'

/** The platforms of an archive that holds several, as far as it has their layers; one of them can travel alone. */
export function platformsOf({ images, oci }: ImageArchive): string[] {
  const there = images.filter(({ layers }) => layers.every(({ payload }) => payload.state !== 'absent'))
  const names = [...new Set(there.map(({ platform }) => platformName(platform)))].filter(Boolean)
  return oci && names.length > 1 ? names : []
}

/**
 * The archive as if it held one platform alone: its images with their attestations, directly under index.json, and no blob of
 * any other. The list of manifest.json is left to the writer, which makes one where there is none.
 */
export function onlyPlatform(archive: ImageArchive, platform: string): ImageArchive {
  const { tar, oci } = archive
  if (!oci || !platformsOf(archive).includes(platform)) return archive
  const images = archive.images
    .filter((image) => platformName(image.platform) === platform)
    .map((image) => ({ ...image, listed: true }))
  const root = flattened(oci.root, images)
  const blobs = new Set([...root.children.flatMap(pathsBelow), 'index.json', 'oci-layout'])
  const payloads = new Set(
    images.flatMap(({ layers, config }) => [config, ...layers.map(({ payload }) => payload.entry)]),
  )
  const reached = (entry: Entry) => payloads.has(entry) || blobs.has(plainPath(entry.name))
  const places = new Set(images.map(({ place }) => place))
  return {
    tar: { ...tar, entries: tar.entries.filter(reached) },
    images,
    oci: { root },
    findings: archive.findings.filter(
      ({ code, place }) => !NOT_HERE.includes(code) && (place === undefined || places.has(place)),
    ),
    alone: platform,
  }
}

/** That others are absent is what was asked for. */
const NOT_HERE: readonly FindingCode[] = ['platform-absent', 'manifest-absent']

/** index.json with the chosen manifests themselves, each under the names of all that led to it. */
function flattened(root: OciIndex, images: readonly Image[]): OciLayout['root'] {
  const wanted = new Set(images.map(({ manifest }) => manifest))
  const digests = new Set<string>()
  const lifted: { child: OciChild; raw: object }[] = []
  const visit = (index: OciIndex, above: Readonly<Record<string, string>>): void => {
    for (const child of index.children) {
      const annotations = { ...above, ...child.descriptor.annotations }
      if (child.node.kind === 'index') visit(child.node, annotations)
      else if (child.node.kind === 'manifest' && (wanted.has(child.node) || speaksOf(child, digests)))
        lifted.push(lift(child, child.attestation ? (child.descriptor.annotations ?? {}) : annotations))
    }
  }
  for (const digest of digestsOf(root, wanted)) digests.add(digest)
  visit(root, {})
  const children = lifted.map(({ child }) => child)
  return { ...root, json: { ...root.json, manifests: lifted.map(({ raw }) => raw) }, children }
}

function digestsOf(index: OciIndex, wanted: ReadonlySet<unknown>): Digest[] {
  return index.children.flatMap(({ node, descriptor }) =>
    node.kind === 'index' ? digestsOf(node, wanted) : wanted.has(node) ? [descriptor.digest] : [],
  )
}

/** BuildKit's attestations name the manifest that they speak of. */
const speaksOf = ({ attestation, descriptor }: OciChild, digests: ReadonlySet<string>) =>
  attestation && digests.has(descriptor.annotations?.['vnd.docker.reference.digest'] ?? '')

function lift(child: OciChild, annotations: Readonly<Record<string, string>>): { child: OciChild; raw: object } {
  const { annotations: own, ...plain } = child.descriptor
  const named = own || Object.keys(annotations).length > 0 ? { annotations } : {}
  const platform = child.platform ? { platform: child.platform } : {}
  return { child: { ...child, descriptor: { ...plain, ...named } }, raw: { ...plain, ...platform, ...named } }
}

/** A manifest's own blob and those that it names. */
function pathsBelow({ descriptor, node }: OciChild): string[] {
  const below = node.kind === 'manifest' ? [node.config, ...node.layers] : []
  return [descriptor, ...below].map(({ digest }) => blobPath(digest))
}
