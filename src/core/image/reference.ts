import type { Descriptor } from './descriptor'

/** The annotations that name an image in an index: containerd's own, and the OCI image-spec's. */
export const NAME_ANNOTATION = 'io.containerd.image.name'
export const REF_ANNOTATION = 'org.opencontainers.image.ref.name'
export const BASE_NAME_ANNOTATION = 'org.opencontainers.image.base.name'

/** An image's name, taken apart: `docker.io` `/` `library/web` `:` `2.1`. */
export interface Reference {
  /** With its port; `docker.io` where the name has none. */
  readonly host: string
  /** With `library/` where Docker puts it in front. */
  readonly path: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** The grammar of distribution/reference. */
const COMPONENT = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const HOST = new RegExp(`^(?:${COMPONENT}(?:\\.${COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`)
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[a-zA-Z][a-zA-Z0-9]*(?:[-_+.][a-zA-Z][a-zA-Z0-9]*)*:[0-9a-fA-F]{32,}$/
/** Digests of these are of one length, and in small letters. */
const HEX_OF: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }
/** Could be an image's ID, and is none's name. */
const IDENTIFIER = /^[a-f0-9]{64}$/

/** Of host and path together: older engines count the host. */
const LONGEST_NAME = 255
/** Of all of it: name, tag and digest. */
const LONGEST = LONGEST_NAME + 1 + 128 + 1 + 256

/** A longer one is no name anyhow, and would be told with everything that there is to say of it. */
const LONGEST_SHOWN = 2 * LONGEST

const DEFAULT_HOST = 'docker.io'
const LEGACY_HOST = 'index.docker.io'
const OFFICIAL = 'library/'

/** The parts of `host:port/path:tag@digest`; undefined where engines find no name in it. */
export function parseReference(reference: string): Reference | undefined {
  if (reference.length > LONGEST || IDENTIFIER.test(reference)) return undefined
  const { name, tag, digest } = split(reference)
  const { host, path } = placed(name)
  if (!HOST.test(host) || !PATH.test(path) || host.length + 1 + path.length > LONGEST_NAME) return undefined
  if (tag !== undefined && !TAG.test(tag)) return undefined
  return digest === undefined || isDigest(digest) ? { host, path, tag, digest } : undefined
}

function split(reference: string): { name: string; tag: string | undefined; digest: string | undefined } {
  const at = reference.indexOf('@')
  const before = at < 0 ? reference : reference.slice(0, at)
  const digest = at < 0 ? undefined : reference.slice(at + 1)
  const colon = before.lastIndexOf(':')
  if (colon <= before.lastIndexOf('/')) return { name: before, tag: undefined, digest }
  return { name: before.slice(0, colon), tag: before.slice(colon + 1), digest }
}

/** What stands before the first slash is a host where it looks like one: with a dot, a port, or capitals. */
function placed(name: string): { host: string; path: string } {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(0, slash))
  const hasHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase()
  const host = hasHost && first !== LEGACY_HOST ? first : DEFAULT_HOST
  const path = hasHost ? name.slice(slash + 1) : name
  return { host, path: host === DEFAULT_HOST && !path.includes('/') ? OFFICIAL + path : path }
}

function isDigest(digest: string): boolean {
  if (!DIGEST.test(digest)) return false
  const [algorithm = '', hex = ''] = digest.split(':')
  const length = HEX_OF[algorithm]
  return length === undefined || (hex.length === length && !/[A-F]/.test(hex))
}

/** Whether an image can go by it. A digest names what is there already; `latest` alone is a tag that lost its name. */
export function isImageName(reference: string): boolean {
  const parsed = parseReference(reference)
  return parsed !== undefined && parsed.digest === undefined && reference !== 'latest'
}

export const isTag = (tag: string) => TAG.test(tag)

/** Whether `docker load` takes it from `RepoTags`: there the tag has to be written. */
export const isRepoTag = (reference: string) => isImageName(reference) && parseReference(reference)?.tag !== undefined

/** The name of what was pulled by its digest: `app@sha256:…`, which no archive can give again. */
export const isByDigest = (reference: string) =>
  reference.startsWith('@') || parseReference(reference)?.digest !== undefined

/** Hosts that younger engines take for such, and older ones refuse: in capitals without a port, by an IPv6 address. */
export function isOddHost(reference: string): boolean {
  const host = parseReference(reference)?.host ?? ''
  return host.startsWith('[') || (/[A-Z]/.test(host) && !/[.:]/.test(host))
}

/**
 * What `docker load` is to take from `RepoTags`, with the tag that engines give where none is written; undefined where it takes
 * nothing. A digest can be given to nothing: of `app:1@sha256:…` the tag is left.
 */
export function repoTag(reference: string): string | undefined {
  const parsed = parseReference(reference)
  if (!parsed || (parsed.digest !== undefined && parsed.tag === undefined)) return undefined
  const plain = reference.split('@', 1)[0]!
  if (!isImageName(plain)) return undefined
  return parsed.tag === undefined ? `${plain}:latest` : plain
}

/** With registry, namespace and tag, as containerd wants it: `web` → `docker.io/library/web:latest`. */
export function fullReference(reference: string): string {
  const parsed = parseReference(reference)
  if (!parsed) return reference
  const { host, path, digest } = parsed
  const tag = parsed.tag ?? (digest === undefined ? 'latest' : undefined)
  return written(`${host}/${path}`, tag, digest)
}

/** The way engines show it: `docker.io/library/web:2.1` → `web:2.1`. */
export function familiarReference(reference: string): string {
  const parsed = parseReference(reference)
  if (!parsed || parsed.host !== DEFAULT_HOST) return reference
  const { path, tag, digest } = parsed
  const isOfficial = path.startsWith(OFFICIAL) && path.lastIndexOf('/') === OFFICIAL.length - 1
  return written(isOfficial ? path.slice(OFFICIAL.length) : path, tag, digest)
}

const written = (name: string, tag: string | undefined, digest: string | undefined) =>
  `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`

/** The image's name by an index descriptor: containerd writes it whole; others write it whole or only its tag as the ref name. */
export function nameInIndex({ annotations }: Descriptor): string | undefined {
  const name = annotations?.[NAME_ANNOTATION]?.slice(0, LONGEST_SHOWN)
  if (name) return familiarReference(name)
  const ref = annotations?.[REF_ANNOTATION]?.slice(0, LONGEST_SHOWN)
  return ref && /[:/]/.test(ref) ? familiarReference(ref) : undefined
}
