import { isObject } from './json'

/** The fields that engines read of a document, by their names, down to the last; what has no shape is taken as it stands. */
export type Shape = { readonly [field: string]: Shape | undefined } | readonly [Shape]

const platform = { architecture: undefined, os: undefined, 'os.version': undefined, 'os.features': undefined } as const

const descriptor = {
  mediaType: undefined,
  digest: undefined,
  size: undefined,
  urls: undefined,
  annotations: undefined,
  data: undefined,
  platform: { ...platform, variant: undefined },
  artifactType: undefined,
} as const

/** Docker image spec v1.2 (manifest.json) and OCI image-spec (all others). */
export const shape = {
  list: [{ Config: undefined, RepoTags: undefined, Layers: undefined, LayerSources: undefined, Parent: undefined }],
  /** Whether a blob is an index or a manifest shows only when it is read. */
  node: {
    schemaVersion: undefined,
    mediaType: undefined,
    artifactType: undefined,
    manifests: [descriptor],
    config: descriptor,
    layers: [descriptor],
    subject: descriptor,
    annotations: undefined,
  },
  descriptor,
  config: {
    ...platform,
    variant: undefined,
    rootfs: { type: undefined, diff_ids: undefined },
    history: [{ created_by: undefined, empty_layer: undefined }],
  },
} as const satisfies Readonly<Record<string, Shape>>

/**
 * A document as Go's encoding/json reads it into a struct: a key is the field that differs from it in case at most, of several
 * the last counts, and `null` leaves what an earlier one said.
 */
export function asGoReads(value: unknown, shape: Shape | undefined): unknown {
  if (!shape) return value
  if (isList(shape)) return Array.isArray(value) ? value.map((item) => asGoReads(item, shape[0])) : value
  if (!isObject(value)) return value
  const names = new Map(Object.keys(shape).map((name) => [folded(name), name]))
  const read = new Map<string, unknown>()
  for (const [key, item] of Object.entries(value)) {
    const name = names.get(folded(key))
    if (name === undefined) read.set(key, item)
    else if (item !== null || !read.has(name)) read.set(name, asGoReads(item, shape[name]))
  }
  return Object.fromEntries(read)
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)

/** Letters that Go folds to `k` and `s`, the Kelvin sign and the long s, among them. */
const folded = (key: string) => key.replaceAll('\u212a', 'k').replaceAll('\u017f', 's').toLowerCase()
