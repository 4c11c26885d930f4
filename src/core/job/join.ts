import { hashedAs, toHash, type Hashed, type ToHash } from '../check/to-hash'
import { assemble } from '../form/assemble'
import { layerDescriptor } from '../form/descriptor'
import { undescribedLayers } from '../form/docker-to-oci'
import { joinedLayouts } from '../form/joined'
import type { OciArchive } from '../form/relinked-tree'
import type { Descriptor } from '../image/descriptor'
import type { Digest } from '../image/digest'
import { payloadsOf, type ImageArchive, type Payload } from '../image/model'
import { asLayout, reopened } from './as-layout'
import { digestsOf } from './digests'
import type { Remarked } from './remarked'
import { restore, toHashFilled, type Fillable } from './restore'

/** One of the archives that are joined, and what was unpacked to make it whole (see `restore`). */
export interface Joining {
  readonly fillable: Fillable
  readonly unpacked: readonly Blob[]
}

/** All that is hashed before, each known by its place in the list: what is put in, and all that the archives hold themselves. */
export const toHashJoined = (joinings: readonly Joining[]): ToHash[] =>
  joinings.flatMap(ofOne).map((one, start) => ({ ...one, start }))

const ofOne = ({ fillable, unpacked }: Joining) => toHashFilled(fillable, unpacked, true)

/**
 * Several archives, each made whole, as one of unique blobs: an OCI layout with manifest.json, which every engine loads.
 * @param hashed what came of `toHashJoined`.
 * @param bases of their images those come along whose layers are all there.
 */
export async function join(
  joinings: readonly Joining[],
  hashed: readonly Hashed[],
  bases: readonly ImageArchive[],
): Promise<Remarked> {
  const found = new Map(hashed.map((one) => [one.start, one]))
  const whole: Whole[] = []
  let before = 0
  for (const joining of joinings) {
    const own = hashedAs(ofOne(joining), found, before)
    before += own.length
    whole.push(await wholeOf(joining, own))
  }
  const layouts = new Map<Whole, OciArchive>()
  const known = new Map<Digest, Descriptor>()
  // Those that have manifests keep them; the others take their layers as they are there.
  const inTurn = whole.toSorted((one, other) => Number(!one.archive.oci) - Number(!other.archive.oci))
  for (const one of inTurn) {
    const layout = await layoutOf(one, known)
    layouts.set(one, layout)
    describe(layout, known)
  }
  // Of an OCI layout whose bytes went by nothing can be written.
  const written = bases.filter(({ oci, tar }) => !oci || tar.bytes)
  const along = await Promise.all(written.map((base) => layoutWithoutBytes(base, known)))
  const joined = joinedLayouts(
    whole.flatMap((one) => layouts.get(one) ?? []),
    along,
  )
  return { bytes: await assemble(joined), remarks: whole.flatMap(({ remarks }) => remarks) }
}

interface Whole {
  readonly archive: ImageArchive
  /** Of stored bytes, by their entries' names. */
  readonly digests: ReadonlyMap<string, Digest>
  readonly remarks: Remarked['remarks']
}

async function wholeOf({ fillable, unpacked }: Joining, hashed: readonly Hashed[]): Promise<Whole> {
  const { archive, fillings } = fillable
  const names = new Map(archive.tar.entries.map(({ start, name }) => [start, name]))
  const kept = toHash(archive).map(({ start }) => names.get(start) ?? '')
  const digests = hashed.flatMap(({ start, digest }) => {
    const name = start < fillings.length ? fillings[start]?.layer.payload.path : kept[start - fillings.length]
    return name === undefined ? [] : [[name, digest] as const]
  })
  const { bytes, remarks } = await restore(fillable, unpacked, hashed)
  return { archive: await reopened(bytes, archive.tar.name), digests: new Map(digests), remarks }
}

async function layoutOf({ archive, digests }: Whole, known: ReadonlyMap<Digest, Descriptor>): Promise<OciArchive> {
  if (archive.oci) return asLayout(archive, { emptied: new Set(), descriptors: new Map() })
  const there = describedBy(archive, known)
  const descriptors = new Map(there)
  const unhashed: Payload[] = []
  for (const payload of undescribedLayers(archive)) {
    const digest = digests.get(payload.path)
    if (there.has(payload)) continue
    if (digest) descriptors.set(payload, layerDescriptor(payload, digest, 'oci'))
    else unhashed.push(payload)
  }
  for (const [payload, digest] of await digestsOf(archive, unhashed))
    descriptors.set(payload, layerDescriptor(payload, digest, 'oci'))
  return asLayout(archive, { emptied: new Set(there.keys()), descriptors })
}

const layoutWithoutBytes = (archive: ImageArchive, known: ReadonlyMap<Digest, Descriptor>): Promise<OciArchive> =>
  asLayout(archive, {
    emptied: new Set([...payloadsOf(archive.images)].filter(({ state }) => state !== 'absent')),
    descriptors: archive.oci ? new Map() : describedBy(archive, known),
  })

const describedBy = ({ images }: ImageArchive, known: ReadonlyMap<Digest, Descriptor>): Map<Payload, Descriptor> =>
  new Map(
    [...payloadsOf(images)].flatMap((payload) => {
      const descriptor = known.get(payload.diffId)
      return descriptor ? [[payload, descriptor] as const] : []
    }),
  )

function describe({ images }: OciArchive, known: Map<Digest, Descriptor>): void {
  for (const { diffId, descriptor, payload } of images.flatMap(({ layers }) => layers))
    if (descriptor && payload.state === 'whole' && payload.encoding !== 'encrypted' && !known.has(diffId))
      known.set(diffId, descriptor)
}
