import type { Digest } from '../image/digest'
import { payloadsOf, type Image, type ImageArchive, type Layer, type Payload } from '../image/model'
import { holdersOf, type Holder, type Holders } from './holders'

/** A layer that an archive lacks, and an image of which it is. */
export interface Lacked {
  readonly image: Image
  /** Counted from the bottom, from 1. */
  readonly place: number
  readonly layer: Layer
}

/** Where it is to be had. */
export interface Filling extends Lacked {
  /** In order: the next is asked where the one before turns out to be other bytes. */
  readonly from: readonly [Holder, ...Holder[]]
  /** What is put in its place hashes to this: the digest of the stored bytes, or the diff ID of plain ones. */
  readonly digest: Digest
  /** Whether they are packed there, and are wanted plain. */
  readonly unpack: boolean
}

/** Nobody has it as it is wanted. */
export interface Unfilled extends Lacked {
  /** Holds the layer, but as other bytes than the manifest asks for; of several, one of whose bytes the digest is known. */
  readonly otherwise: Holder | undefined
}

export interface Fillings {
  readonly fillings: readonly Filling[]
  readonly unfilled: readonly Unfilled[]
}

/** The layers that an archive lacks: those that were emptied, and those that are gone of images that are loaded. */
export function lackedBy({ images }: ImageArchive): ReadonlySet<Payload> {
  const loaded = payloadsOf(images.filter(({ listed }) => listed))
  const lacked = [...payloadsOf(images)].filter(
    (payload) => payload.state === 'emptied' || (payload.state === 'absent' && loaded.has(payload)),
  )
  return new Set(lacked)
}

/** For every layer that the archive lacks, who has it: the archive itself under another name, or one of the others. */
export function fillingsOf(archive: ImageArchive, others: readonly ImageArchive[]): Fillings {
  const lacked = lackedBy(archive)
  const holders = holdersOf([archive, ...others])
  const seen = new Set<Payload>()
  const fillings: Filling[] = []
  const unfilled: Unfilled[] = []
  for (const image of archive.images)
    for (const [at, layer] of image.layers.entries()) {
      const { payload } = layer
      if (!lacked.has(payload) || seen.has(payload)) continue
      seen.add(payload)
      const one = { image, place: at + 1, layer }
      const filling = fillingOf(one, holders, archive.oci !== undefined)
      if (filling) fillings.push(filling)
      else unfilled.push({ ...one, otherwise: knownBest(holders.having(payload.diffId)) })
    }
  return { fillings, unfilled }
}

/** @param bound whether a manifest names the very bytes. Elsewhere an engine looks at what it finds, however it is packed. */
function fillingOf(one: Lacked, holders: Holders, bound: boolean): Filling | undefined {
  const { diffId, descriptor, payload } = one.layer
  const digest = descriptor?.digest ?? digestInName(payload.path) ?? payload.digest
  if (digest !== undefined && digest !== diffId) {
    // What nobody states a digest of may still be of another size.
    const mayBe = ({ payload }: Holder) => payload.digest === digest || payload.size === (descriptor ?? payload).size
    const from = holders.storing(diffId, digest).filter(mayBe)
    if (isSome(from)) return { ...one, from, digest, unpack: false }
    if (bound) return undefined
  }
  const held = holders.having(diffId)
  const plain = held.filter(({ payload: { encoding } }) => encoding === 'tar')
  if (isSome(plain)) return { ...one, from: plain, digest: diffId, unpack: false }
  const readable = held.filter(({ payload: { encoding } }) => encoding !== 'lz4' && encoding !== 'encrypted')
  const from = isSome(readable) ? readable : held
  return isSome(from) ? { ...one, from, digest: diffId, unpack: true } : undefined
}

const knownBest = (held: readonly Holder[]): Holder | undefined =>
  held.find(({ payload: { digest, encoding } }) => digest !== undefined && encoding !== 'encrypted') ?? held[0]

const isSome = <T>(items: readonly T[]): items is readonly [T, ...T[]] => items.length > 0

/** Many tools call a layer by the digest of its bytes, with and without an ending. */
function digestInName(path: string): Digest | undefined {
  const [hex] = /[0-9a-f]{64}(?=$|\.[^/]*$)/.exec(path.slice(path.lastIndexOf('/') + 1)) ?? []
  return hex === undefined ? undefined : `sha256:${hex}`
}
