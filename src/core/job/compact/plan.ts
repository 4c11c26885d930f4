import type { FrameKind } from '../../delta/note'
import type { Digest } from '../../image/digest'
import { payloadsOf, type ImageArchive, type Payload } from '../../image/model'
import { ownedLayer, type OwnedLayer } from '../../layer/stack'
import type { Readable } from '../../tar/source'
import { holdersOf, type Holder, type Holders } from '../../plan/holders'
import { layersIn } from './near-layers'
import { sizeOf } from './sizes'

/**
 * Bytes that the frame is to lack, wherever the archive has them; `stored` is what is to be put back. Of a layer it is the plain
 * bytes, so that it may have to be unpacked first.
 */
export interface Item extends OwnedLayer {
  /** `held`: a base has the layer. `blob`: a base has these very bytes. `changed`: it is to be made of old layers. */
  readonly kind: 'held' | 'blob' | 'changed'
  /** The layer's diff ID, or the blob's digest. */
  readonly digest: Digest
  readonly payloads: readonly Payload[]
}

/** What changed layers may be made of: a layer of a base. */
export interface OldLayer extends OwnedLayer {
  readonly diffId: Digest
  /** Its bytes as they are stored. */
  readonly bytes: Readable
  /** Where the archive has it, too: its bytes are taken from there. */
  readonly own: Payload | undefined
}

export interface CompactPlan {
  readonly frame: FrameKind
  readonly items: readonly Item[]
  readonly olds: readonly OldLayer[]
}

/** Smaller layers are carried whole: their names alone would take as much. */
export const SMALLEST = 4096

/** Of layers that are packed in a way that nobody holds: less than this is carried as it is, and the archive comes back as it was. */
const LITTLE = 256 * 1024

/**
 * What can be left out of an archive where the bases are. They have their bytes.
 * @param repeated layers that a base has, too, of which others of the archive repeat files.
 */
export function planCompact(
  archive: ImageArchive,
  bases: readonly ImageArchive[],
  repeated: readonly OldLayer[] = [],
): CompactPlan {
  const holders = holdersOf(bases)
  const payloads = [...payloadsOf(archive.images)].filter(
    ({ state, size, diffId }) => state === 'whole' && size > 0 && isNoted(diffId),
  )
  const olds = oldLayers(bases, new Set(payloads.map(({ diffId }) => diffId)))
  const of = { archive, holders, olds, repeated }
  const own = itemsOf(payloads, (payload) => ownItem(payload, of))
  const known = new Set(own.flatMap(({ payloads }) => payloads))
  const left = payloads.filter((payload) => !known.has(payload))
  const plain = itemsOf(left, (payload) => unpackedItem(payload, of))
  const gained = sizeOf(plain.flatMap(({ payloads }) => payloads))
  const all = [...olds, ...repeated]
  if (gained <= LITTLE) return { frame: 'own', items: own, olds: all }
  return { frame: 'universal', items: merged([...own, ...plain]), olds: all }
}

/** Layers and items that are packed and wanted plain, in the order in which `plainBytes` takes them. */
export const toUnpack = ({ items, olds }: CompactPlan): OwnedLayer[] =>
  [...items.filter(({ kind }) => kind !== 'blob'), ...olds].filter(({ stored }) => stored.encoding !== 'tar')

export const hasBytes = ({ images }: ImageArchive) => [...payloadsOf(images)].some(({ state }) => state === 'whole')

interface Of {
  readonly archive: ImageArchive
  readonly holders: Holders
  /** Layers of bases that the archive has not. */
  readonly olds: readonly OldLayer[]
  readonly repeated: readonly OldLayer[]
}

type Found = Omit<Item, 'payloads'> | undefined

function itemsOf(payloads: readonly Payload[], itemOf: (payload: Payload) => Found): Item[] {
  return merged(
    payloads.flatMap((payload) => {
      const item = itemOf(payload)
      return item ? [{ ...item, payloads: [payload] }] : []
    }),
  )
}

/** One for all that comes to the same bytes: a layer may stand in an archive twice, plain as well as packed. */
function merged(items: readonly Item[]): Item[] {
  const byBytes = new Map<string, Item>()
  for (const item of items) {
    const key = `${item.kind} ${item.digest}`
    const known = byBytes.get(key)
    byBytes.set(key, known ? { ...known, payloads: [...known.payloads, ...item.payloads] } : item)
  }
  return [...byBytes.values()]
}

/** With every byte of the archive as it was. */
function ownItem(payload: Payload, { archive, holders, olds, repeated }: Of): Found {
  const { diffId, digest, encoding, size } = payload
  const own = ownedLayer(archive, payload)
  if (encoding !== 'tar') {
    if (digest === undefined || !isNoted(digest)) return undefined
    const same = holders.having(diffId).some(({ payload }) => payload.digest === digest)
    return same ? { kind: 'blob', digest, ...own } : undefined
  }
  if (size < SMALLEST) return undefined
  if (holders.having(diffId).some(isReadable)) return { kind: 'held', digest: diffId, ...own }
  return olds.length + repeated.length > 0 ? { kind: 'changed', digest: diffId, ...own } : undefined
}

/** With packed layers described as plain ones. */
function unpackedItem(payload: Payload, { archive, holders, olds }: Of): Found {
  if (payload.encoding === 'tar' || !isReadable({ payload })) return undefined
  const held = holders.having(payload.diffId).filter(isReadable)
  const holder = held.find(({ payload: { encoding } }) => encoding === 'tar') ?? held[0]
  if (holder) return { kind: 'held', digest: payload.diffId, ...ownedLayer(holder.archive, holder.payload) }
  if (olds.length === 0) return undefined
  return { kind: 'changed', digest: payload.diffId, ...ownedLayer(archive, payload) }
}

/** Of several the first: what is packed in the way of its own comes later. */
function oldLayers(bases: readonly ImageArchive[], taken: ReadonlySet<Digest>): OldLayer[] {
  const olds = new Map<Digest, OldLayer>()
  for (const archive of bases) {
    const bytesOf = layersIn(archive)
    for (const payload of payloadsOf(archive.images)) {
      const { diffId, state, size } = payload
      if (taken.has(diffId) || olds.has(diffId) || !isNoted(diffId)) continue
      if (state !== 'whole' || size < SMALLEST || !isReadable({ payload })) continue
      olds.set(diffId, { diffId, ...ownedLayer(archive, payload), bytes: bytesOf(payload), own: undefined })
    }
  }
  return [...olds.values()]
}

/** A note names all that it speaks of by SHA-256. */
export const isNoted = (digest: Digest) => digest.startsWith('sha256:')

const isReadable = ({ payload: { encoding } }: Pick<Holder, 'payload'>) =>
  encoding !== 'lz4' && encoding !== 'encrypted'
