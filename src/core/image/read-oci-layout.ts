import { ArchiveError, type ErrorCode, type Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { parseDescriptor, parsePlatform, type Descriptor } from './descriptor'
import { blobPath } from './digest'
import type { Files } from './files'
import { asGoReads, shape } from './go-json'
import {
  isObject,
  listOf,
  LONGEST_LIST,
  MOST_LAYERS,
  readFirstJson,
  readJson,
  refuse,
  stringOf,
  type JsonObject,
} from './json'
import { artifactKind, documentKind, isWalked, kindByDescriptor, leadsOn, type ArtifactKind } from './kind'
import type { OciArtifact, OciChild, OciIndex, OciLayout, OciNode, OciUnreadable } from './oci'

const DEEPEST = 8

/** @param onFault told of items that there is no sense in. */
export async function readOciLayout(
  tar: TarIndex,
  files: Files,
  indexJson: Entry,
  onFault: (fault: Fault) => void,
): Promise<OciLayout> {
  const nodes = new Map<Entry, OciNode>()
  let listed = 0
  let layered = 0

  async function readIndex(entry: Entry, json: JsonObject, depth: number): Promise<OciIndex> {
    if (depth > DEEPEST) throw new ArchiveError('nested-too-deep', { file: tar.name, entry: entry.name })
    const children: OciChild[] = []
    const items = listOf(json, 'manifests')
    listed += items.length
    if (listed > LONGEST_LIST) refuse('bad-index', tar, entry, `manifests: […] (${LONGEST_LIST} at most)`)
    for (const [at, item] of items.entries()) {
      const described = describedBy(item)
      if (!described) onFault(badItem(tar, entry, `manifests[${at}]`))
      else
        children.push({ at, ...described, node: asDescribed(await readNode(described.descriptor, depth), described) })
    }
    return { kind: 'index', entry, json, children }
  }

  async function readNode(descriptor: Descriptor, depth: number): Promise<OciNode> {
    const entry = files.find(blobPath(descriptor.digest))
    if (!entry || entry.size === 0) return { kind: 'absent' }
    if (!leadsOn(descriptor)) return artifact(documentKind(descriptor), entry)
    const known = nodes.get(entry)
    if (known) return known
    const node = await readBlob(entry, depth)
    if (node.kind === 'unreadable') onFault(node.fault)
    nodes.set(entry, node)
    return node
  }

  async function readBlob(entry: Entry, depth: number): Promise<OciNode> {
    const read = await legible(() => readJson(tar, entry))
    if ('kind' in read) return read
    const json = asGoReads(read.json, shape.node)
    if (!isObject(json)) return { kind: 'unreadable', fault: badItem(tar, entry, '{…}') }
    if (Array.isArray(json['manifests'])) return readIndex(entry, json, depth + 1)
    layered += listOf(json, 'layers').length
    if (layered > MOST_LAYERS) refuse('bad-manifest', tar, entry, `layers: […] (${MOST_LAYERS} in all manifests)`)
    return readManifest(tar, entry, json, read.bytes)
  }

  const { json: written, odd } = await readFirstJson(tar, indexJson)
  const json = asGoReads(written, shape.node)
  // To Go a list that is null is an empty one.
  if (!isObject(json) || !Array.isArray(json['manifests'] ?? (json['schemaVersion'] === 2 ? [] : undefined)))
    refuse('bad-index', tar, indexJson, '{"manifests": […]}')
  return { root: await readIndex(indexJson, json, 0), odd }
}

function describedBy(item: unknown): Pick<OciChild, 'json' | 'descriptor' | 'platform'> | undefined {
  const descriptor = parseDescriptor(item)
  if (!descriptor || !isObject(item)) return undefined
  return { json: item, descriptor, platform: isObject(item['platform']) ? parsePlatform(item['platform']) : undefined }
}

function readManifest(tar: TarIndex, entry: Entry, json: JsonObject, bytes: Uint8Array<ArrayBuffer>): OciNode {
  const items = listOf(json, 'layers')
  const layers: Descriptor[] = []
  for (const [at, item] of items.entries()) {
    const layer = parseDescriptor(item)
    if (!layer) return unreadable(`layers[${at}]`)
    layers.push(layer)
  }
  const config = parseDescriptor(json['config'])
  const artifactType = stringOf(json['artifactType']) ?? ''
  const subject = parseDescriptor(json['subject'])
  const what = artifactKind({ artifactType, config, layers, hasSubject: subject !== undefined })
  if (what === undefined && config) return { kind: 'manifest', entry, json, bytes, config, layers }
  // Of an artifact's own kind of manifest, which had `blobs`, the config is lacking by design.
  if (!config && artifactType === '') return unreadable('config')
  const blobs = listOf(json, 'blobs').flatMap((item) => parseDescriptor(item) ?? [])
  return artifact(what ?? 'artifact', entry, [...(config ? [config] : []), ...layers, ...blobs], subject?.digest)

  function unreadable(expected: string): OciUnreadable {
    return { kind: 'unreadable', fault: badItem(tar, entry, expected) }
  }
}

/** An image's manifest that its index calls something else is that. */
function asDescribed(node: OciNode, { descriptor, platform }: Pick<OciChild, 'descriptor' | 'platform'>): OciNode {
  if (node.kind !== 'manifest' && node.kind !== 'artifact') return node
  const what = kindByDescriptor(descriptor, platform)
  const named = descriptor.annotations?.['vnd.docker.reference.digest']
  if (node.kind === 'artifact')
    return { ...node, walked: isWalked(descriptor), what: what ?? node.what, subject: named ?? node.subject }
  return what === undefined ? node : artifact(what, node.entry, [node.config, ...node.layers], named)
}

const artifact = (
  what: ArtifactKind,
  entry: Entry,
  blobs: readonly Descriptor[] = [],
  subject?: string,
): OciArtifact => ({ kind: 'artifact', what, entry, walked: true, blobs, subject })

/** A blob that can't be read as JSON is one that there is no sense in. */
async function legible<T>(read: () => Promise<T>): Promise<T | OciUnreadable> {
  try {
    return await read()
  } catch (thrown) {
    if (thrown instanceof ArchiveError && NO_JSON.includes(thrown.code))
      return { kind: 'unreadable', fault: thrown.fault }
    throw thrown
  }
}

/** No JSON that an engine reads. */
const NO_JSON: readonly ErrorCode[] = ['not-json', 'json-behind', 'json-too-large']

const badItem = (tar: TarIndex, entry: Entry, expected: string): Fault => ({
  code: entry.name.endsWith('index.json') ? 'bad-index' : 'bad-manifest',
  facts: { file: tar.name, entry: entry.name, offset: entry.start, expected },
})
