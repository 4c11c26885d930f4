import { ArchiveError } from '../errors'
import { parseDescriptor, type Descriptor } from './descriptor'
import type { TarIndex } from '../tar/index'
import type { Entry } from '../tar/walk'
import { asGoReads, shape } from './go-json'
import {
  isObject,
  isStrings,
  LONGEST_LIST,
  LONGEST_NAME,
  MOST_LAYERS,
  readFirstJson,
  refuse,
  type JsonObject,
  type ReadJson,
} from './json'

/** One image of a docker-archive's manifest.json (Docker image spec v1.2, "Combined Image JSON + Filesystem Changeset Format"). */
export interface DockerImage {
  readonly config: string
  readonly tags: readonly string[]
  readonly layers: readonly string[]
  /** What it says of layers by their diff IDs: Windows' are to be fetched from elsewhere. */
  readonly sources: ReadonlyMap<string, Descriptor>
  /** The item as it stands, for what else it says (`LayerSources`, `Parent`). */
  readonly json: JsonObject
}

/** manifest.json, and what stands around it that not every engine takes. */
export interface DockerList {
  readonly items: readonly DockerImage[]
  readonly odd: ReadJson['odd']
}

export async function readDockerManifest(tar: TarIndex, entry: Entry): Promise<DockerList> {
  const { json: written, odd } = await readFirstJson(tar, entry)
  const json = asGoReads(written, shape.list)
  if (isObject(json) && (Array.isArray(json['layers']) || Array.isArray(json['manifests'])))
    throw new ArchiveError('dir-transport', { file: tar.name })
  if (!Array.isArray(json)) refuse('bad-manifest', tar, entry, '[{"Config": …, "RepoTags": …, "Layers": …}]')
  if (json.length > LONGEST_LIST) refuse('bad-manifest', tar, entry, `[…]: ${LONGEST_LIST} at most`)
  let names = 0
  let paths = 0
  const items = json.map((item: unknown, at): DockerImage => {
    if (!isObject(item) || typeof item['Config'] !== 'string') refuse('bad-manifest', tar, entry, `[${at}].Config`)
    const layers = item['Layers'] ?? []
    const tags = item['RepoTags'] ?? []
    if (!isStrings(layers)) refuse('bad-manifest', tar, entry, `[${at}].Layers`)
    if (!isStrings(tags)) refuse('bad-manifest', tar, entry, `[${at}].RepoTags`)
    if (![item['Config'], ...layers, ...tags].every(isShort))
      refuse('bad-manifest', tar, entry, `[${at}]: names of ${LONGEST_NAME} at most`)
    paths += layers.length
    if (paths > MOST_LAYERS) refuse('bad-manifest', tar, entry, `[${at}].Layers: ${MOST_LAYERS} in all images`)
    names += tags.length
    if (names > LONGEST_LIST) refuse('bad-manifest', tar, entry, `[${at}].RepoTags: ${LONGEST_LIST} at most`)
    return { config: item['Config'], tags, layers, sources: sourcesOf(item['LayerSources']), json: item }
  })
  return { items, odd }
}

const isShort = (name: string) => name.length <= LONGEST_NAME

function sourcesOf(json: unknown): Map<string, Descriptor> {
  const sources = new Map<string, Descriptor>()
  if (!isObject(json)) return sources
  for (const [diffId, source] of Object.entries(json)) {
    const descriptor = parseDescriptor(source)
    if (descriptor) sources.set(diffId, descriptor)
  }
  return sources
}
