import { digestOfPath, isDigest, type Digest } from '../image/digest'
import { plainPath } from '../image/files'
import { isPacked, type Packed } from '../image/encoding'
import type { ImageArchive, Payload } from '../image/model'
import { payloadsOf } from '../image/model'
import { keptBytes } from '../tar/index'
import type { Entry } from '../tar/walk'

/** By what digests are made (OCI image-spec, "Digests"). */
export const algorithms = ['sha256', 'sha384', 'sha512'] as const
export type Algorithm = (typeof algorithms)[number]

/** One entry whose bytes something states a digest of. It crosses to where there are decoders. */
export interface ToHash {
  /** Its payload's place in the archive: what it is known by. */
  readonly start: number
  readonly bytes: Blob
  readonly digest: Algorithm
  /** Of a packed layer, how, and by what its plain bytes are to be hashed. */
  readonly unpack: { readonly encoding: Packed; readonly digest: Algorithm } | undefined
}

/** What came of hashing one. */
export interface Hashed {
  readonly start: number
  readonly digest: Digest
  /** Of its plain bytes, where it is packed and could be unpacked. */
  readonly diffId: Digest | undefined
  /** What the decoder said of it. */
  readonly fault: string | undefined
}

export type HashedByStart = ReadonlyMap<number, Hashed>

/** What came of a list that was hashed as a part of another, from that place on: each as it is known in its own. */
export const hashedAs = (list: readonly ToHash[], whole: HashedByStart, from: number): Hashed[] =>
  list.flatMap(({ start }, at) => {
    const one = whole.get(from + at)
    return one ? [{ ...one, start }] : []
  })

/** Every entry of an archive that can be told by a digest: layers, configs, manifests, and whatever else is named by one. */
export function toHash(archive: ImageArchive): ToHash[] {
  const layers = layersByEntry(archive)
  const configs = new Set(archive.images.map(({ config }) => config))
  return archive.tar.entries
    .filter((entry) => isStated(entry, layers, configs))
    .map((entry) => hashing(archive, entry, layers.get(entry)))
}

/** The same of a few layers. */
export const layersToHash = (archive: ImageArchive, payloads: Iterable<Payload>): ToHash[] =>
  [...new Set(payloads)].flatMap((payload) =>
    payload.state === 'whole' && payload.entry ? [hashing(archive, payload.entry, payload)] : [],
  )

export const totalBytes = (blobs: readonly ToHash[]) => blobs.reduce((sum, { bytes }) => sum + bytes.size, 0)

export const layersByEntry = ({ images }: ImageArchive): ReadonlyMap<Entry, Payload> =>
  new Map([...payloadsOf(images)].flatMap((payload) => (payload.entry ? [[payload.entry, payload] as const] : [])))

/** The digest that an entry is called by: `blobs/sha256/…`, `….json` of a docker-archive, `sha256:…` as crane has it. */
export function digestOfName(name: string): Digest | undefined {
  const path = plainPath(name)
  const bare = /^([0-9a-f]{64})\.json$/.exec(path)?.[1]
  if (bare) return `sha256:${bare}`
  return digestOfPath(path) ?? (isDigest(path) ? path : undefined)
}

const isStated = (entry: Entry, layers: ReadonlyMap<Entry, Payload>, configs: ReadonlySet<Entry>) =>
  entry.type === 'file' &&
  entry.size > 0 &&
  (layers.has(entry) || configs.has(entry) || digestOfName(entry.name) !== undefined)

function hashing({ tar }: ImageArchive, entry: Entry, payload: Payload | undefined): ToHash {
  const packed = payload && isPacked(payload.encoding) ? payload.encoding : undefined
  const named = digestOfName(entry.name) ?? payload?.digest
  return {
    start: entry.start,
    get bytes() {
      return keptBytes(tar).slice(entry.start, entry.start + entry.size)
    },
    digest: algorithmOf(named ?? payload?.diffId),
    unpack: packed && payload && { encoding: packed, digest: algorithmOf(payload.diffId) },
  }
}

/** What is of none that we know is hashed all the same: then it is at least said what it is. */
export const algorithmOf = (digest: Digest | undefined): Algorithm =>
  algorithms.find((name) => digest?.startsWith(`${name}:`)) ?? 'sha256'
