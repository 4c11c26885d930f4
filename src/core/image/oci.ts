import { ArchiveError } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { parsePlatform } from './config'
import { blobPath, isDigest } from './digest'
import type { Files } from './files'
import { isByteCount, isObject, LONGEST_LIST, MOST_LAYERS, readJson, refuse, stringOf, type JsonObject } from './json'
import type { Descriptor, Platform } from './descriptor'

/** An OCI layout's tree, from index.json down (OCI image-spec, "Image Layout", "Image Index", "Image Manifest"). */
export interface OciLayout {
  readonly root: OciIndex
}

export interface OciIndex {
  readonly kind: 'index'
  readonly entry: Entry
  readonly json: JsonObject
  readonly children: readonly OciChild[]
}

export interface OciManifest {
  readonly kind: 'manifest'
  readonly entry: Entry
  readonly json: JsonObject
  readonly bytes: Uint8Array
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

/** A descriptor of an index, and what it leads to: `absent` where the archive lacks the blob, `other` where it is no image. */
export interface OciChild {
  readonly descriptor: Descriptor
  readonly platform: Platform | undefined
  /** Attestations and signatures hang beside the images that they speak of. */
  readonly attestation: boolean
  readonly node: OciIndex | OciManifest | { readonly kind: 'absent' } | { readonly kind: 'other' }
}

const DEEPEST = 8
const MOST_PATHS = 100_000
const ABSENT = { kind: 'absent' } as const
const OTHER = { kind: 'other' } as const

export async function readOciLayout(tar: TarIndex, files: Files, indexJson: Entry): Promise<OciLayout> {
  const nodes = new Map<Entry, OciChild['node']>()
  let listed = 0
  let layered = 0

  async function readIndex(entry: Entry, json: JsonObject, depth: number): Promise<OciIndex> {
    if (depth > DEEPEST) throw new ArchiveError('nested-too-deep', { file: tar.name, entry: entry.name })
    const children: OciChild[] = []
    const items = listOf(json, 'manifests')
    listed += items.length
    if (listed > LONGEST_LIST) refuse('bad-index', tar, entry, `manifests: […] (${LONGEST_LIST} at most)`)
    for (const item of items) {
      const descriptor = parseDescriptor(item) ?? refuse('bad-index', tar, entry, `manifests[${children.length}]`)
      const platform = isObject(item) && isObject(item['platform']) ? parsePlatform(item['platform']) : undefined
      const node = await readNode(descriptor, depth)
      children.push({ descriptor, platform, attestation: isAttestation(descriptor, platform, node), node })
    }
    return { kind: 'index', entry, json, children }
  }

  async function readNode(descriptor: Descriptor, depth: number): Promise<OciChild['node']> {
    const entry = files.find(blobPath(descriptor.digest))
    if (!entry || entry.size === 0) return ABSENT
    const known = nodes.get(entry)
    if (known) return known
    const node = await readBlob(entry, depth)
    nodes.set(entry, node)
    return node
  }

  async function readBlob(entry: Entry, depth: number): Promise<OciChild['node']> {
    const { bytes, json } = await readJson(tar, entry)
    if (!isObject(json)) return OTHER
    if (Array.isArray(json['manifests'])) return readIndex(entry, json, depth + 1)
    const config = parseDescriptor(json['config'])
    if (!config || !isImageConfig(config)) return OTHER
    const items = listOf(json, 'layers')
    layered += items.length
    if (layered > MOST_LAYERS) refuse('bad-manifest', tar, entry, `layers: […] (${MOST_LAYERS} in all manifests)`)
    const layers = items.map(
      (layer, at) => parseDescriptor(layer) ?? refuse('bad-manifest', tar, entry, `layers[${at}]`),
    )
    return { kind: 'manifest', entry, json, bytes, config, layers }
  }

  const { json } = await readJson(tar, indexJson)
  if (!isObject(json) || !Array.isArray(json['manifests'])) refuse('bad-index', tar, indexJson, '{"manifests": […]}')
  return { root: await readIndex(indexJson, json, 0) }
}

/** Every image manifest of the tree once, with the index descriptors that lead to it. */
export function manifestsOf(root: OciIndex, file: string): Map<OciManifest, OciChild[][]> {
  const found = new Map<OciManifest, OciChild[][]>()
  let visits = 0
  const visit = (index: OciIndex, above: OciChild[]): void => {
    for (const child of index.children) {
      // Indexes that name each other's copies over and over can stand for more paths than there is time.
      if (++visits > MOST_PATHS) throw new ArchiveError('nested-too-deep', { file, entry: index.entry.name })
      const path = [...above, child]
      if (child.node.kind === 'index') visit(child.node, path)
      if (child.node.kind !== 'manifest' || child.attestation) continue
      const paths = found.get(child.node)
      if (paths) paths.push(path)
      else found.set(child.node, [path])
    }
  }
  visit(root, [])
  return found
}

export function parseDescriptor(json: unknown): Descriptor | undefined {
  if (!isObject(json) || !isDigest(json['digest']) || !isByteCount(json['size'])) return undefined
  const annotations = isObject(json['annotations'])
    ? Object.fromEntries(
        Object.entries(json['annotations']).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      )
    : undefined
  return {
    mediaType: stringOf(json['mediaType']) ?? '',
    digest: json['digest'],
    size: json['size'],
    ...(annotations ? { annotations } : {}),
  }
}

const listOf = (json: JsonObject, key: string): readonly unknown[] => (Array.isArray(json[key]) ? json[key] : [])

const isImageConfig = ({ mediaType }: Descriptor) =>
  mediaType === '' ||
  mediaType === 'application/vnd.oci.image.config.v1+json' ||
  mediaType === 'application/vnd.docker.container.image.v1+json'

/** BuildKit keeps attestations as manifests of platform unknown/unknown whose layers are in-toto statements. */
function isAttestation(descriptor: Descriptor, platform: Platform | undefined, node: OciChild['node']): boolean {
  if (descriptor.annotations?.['vnd.docker.reference.type'] !== undefined) return true
  if (platform?.os === 'unknown' && platform.architecture === 'unknown') return true
  return node.kind === 'manifest' && node.layers.some(({ mediaType }) => mediaType.includes('in-toto'))
}
