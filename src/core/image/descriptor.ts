import { asGoReads, shape } from './go-json'
import { isDigest, type Digest } from './digest'
import { isByteCount, isObject, stringOf, type JsonObject } from './json'

/** What a manifest says of a blob (OCI image-spec, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes. */
  readonly size: number
  /** Where the blob may be fetched from: Windows' base layers are absent from archives by design. */
  readonly urls?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
}

/** By the names that configs and indexes have for it, so that it can be written as it is. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  readonly 'os.version'?: string
  readonly 'os.features'?: readonly string[]
}

export function parseDescriptor(written: unknown): Descriptor | undefined {
  const json = asGoReads(written, shape.descriptor)
  if (!isObject(json)) return undefined
  // To engines a size that nobody wrote is 0.
  const { digest, size = 0 } = json
  if (!isDigest(digest) || !isByteCount(size)) return undefined
  const annotations = isObject(json['annotations']) ? stringsIn(json['annotations']) : undefined
  const urls = Array.isArray(json['urls']) ? json['urls'].filter((url) => typeof url === 'string') : []
  return {
    mediaType: stringOf(json['mediaType']) ?? '',
    digest,
    size,
    ...(urls.length > 0 ? { urls } : {}),
    ...(annotations ? { annotations } : {}),
  }
}

const stringsIn = (json: JsonObject) =>
  Object.fromEntries(Object.entries(json).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))

/** `os`, `architecture` and what narrows them down, as a config and an index name them. */
export function parsePlatform(json: JsonObject): Platform {
  const variant = stringOf(json['variant'])
  const version = stringOf(json['os.version'])
  const features = Array.isArray(json['os.features'])
    ? json['os.features'].filter((item) => typeof item === 'string')
    : []
  return {
    os: stringOf(json['os']) ?? '',
    architecture: stringOf(json['architecture']) ?? '',
    ...(variant ? { variant } : {}),
    ...(version ? { 'os.version': version } : {}),
    ...(features.length > 0 ? { 'os.features': features } : {}),
  }
}
