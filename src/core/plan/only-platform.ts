import { blobPath } from '../image/digest'
import { plainPath, slashed } from '../image/files'
import type { FindingCode } from '../image/finding'
import { platformName, type Image, type ImageArchive } from '../image/model'
import type { OciChild, OciIndex, OciLayout, OciNode } from '../image/oci'
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
  const reached = (entry: Entry) => payloads.has(entry) || blobs.has(plainPath(slashed(entry.name)))
  const places = new Set(images.map(({ place }) => place))
  return {
    tar: { ...tar, entries: tar.entries.filter(reached) },
    images,
    oci: { root },
    artifacts: root.children.flatMap(({ node }) => (node.kind === 'artifact' ? [node] : [])),
    findings: archive.findings.filter(
      ({ code, place }) => !NOT_HERE.includes(code) && (place === undefined || places.has(place)),
    ),
    alone: platform,
  }
}

/** That others are absent is what was asked for. */
const NOT_HERE: readonly FindingCode[] = ['platform-absent', 'manifest-absent']

/** index.json with the chosen manifests themselves, each under the names of all that led to it, and what speaks of them. */
function flattened(root: OciIndex, images: readonly Image[]): OciLayout['root'] {
  const wanted = new Set<unknown>(images.map(({ manifest }) => manifest))
  const all = digestsBelow(root, () => true)
  const chosen = digestsBelow(root, (node) => wanted.has(node))
  const lifted: OciChild[] = []
  const visit = (index: OciIndex, above: Readonly<Record<string, string>>): void => {
    for (const child of index.children) {
      const annotations = { ...above, ...child.descriptor.annotations }
      if (child.node.kind === 'index') visit(child.node, annotations)
      else if (wanted.has(child.node)) lifted.push(lift(child, lifted.length, annotations))
      else if (child.node.kind === 'artifact' && !speaksOfOthers(child.node.subject, all, chosen))
        lifted.push(lift(child, lifted.length, child.descriptor.annotations ?? {}))
    }
  }
  visit(root, {})
  return { ...root, json: { ...root.json, manifests: lifted.map(({ json }) => json) }, children: lifted }
}

/** What names no manifest of the archive may be of any of its images. */
const speaksOfOthers = (subject: string | undefined, all: ReadonlySet<string>, chosen: ReadonlySet<string>) =>
  subject !== undefined && all.has(subject) && !chosen.has(subject)

function digestsBelow(index: OciIndex, isMeant: (node: OciNode) => boolean): Set<string> {
  return new Set(
    index.children.flatMap(({ node, descriptor }): string[] =>
      node.kind === 'index' ? [...digestsBelow(node, isMeant)] : isMeant(node) ? [descriptor.digest] : [],
    ),
  )
}

function lift(child: OciChild, at: number, annotations: Readonly<Record<string, string>>): OciChild {
  const named = Object.keys(annotations).length > 0 ? { annotations } : {}
  return { ...child, at, json: { ...child.json, ...named }, descriptor: { ...child.descriptor, ...named } }
}

/** A manifest's own blob and those that it names. */
function pathsBelow({ descriptor, node }: OciChild): string[] {
  const below = node.kind === 'manifest' ? [node.config, ...node.layers] : node.kind === 'artifact' ? node.blobs : []
  return [descriptor, ...below].map(({ digest }) => blobPath(digest))
}
