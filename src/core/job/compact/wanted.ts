import { NOTE } from '../../delta/note'
import { ArchiveError, errorOf } from '../../errors'
import type { Digest } from '../../image/digest'
import type { Finding } from '../../image/finding'
import { payloadsOf, type ImageArchive } from '../../image/model'
import { ownedLayer, type OwnedLayer } from '../../layer/stack'
import type { Holder } from '../../plan/holders'
import { nearIn, type Piece } from '../../tar/near'
import { withoutDamaged, type Damaged } from '../damaged'
import { layersIn } from './near-layers'
import type { CompactFile } from './read'

/** What bases must bring: a layer's plain bytes, or a blob's as they are stored. */
export interface Wanted {
  readonly kind: 'layer' | 'blob'
  readonly digest: Digest
  readonly size: number
}

/** Who brings it. */
export interface Brought extends Wanted {
  readonly from: Holder
}

export const damagedBase = ({ digest: expected, from: { archive, payload } }: Brought, found: string) =>
  new ArchiveError('base-damaged', { file: archive.tar.name, entry: payload.path, expected, found })

export interface CompactRestorePlan {
  readonly brought: readonly Brought[]
  /** Why it can't be; nothing is written then. */
  readonly stop: ArchiveError | undefined
  /** What is to be said of bases that have something damaged. */
  readonly remarks: readonly Finding[]
}

/**
 * Who of the bases has what a compact archive lacks: all of it is known before anything is read.
 * @param damaged what of them is not used.
 */
export function planCompactRestore(
  file: CompactFile,
  bases: readonly ImageArchive[],
  damaged: readonly Damaged[],
): CompactRestorePlan {
  const { archives, remarks } = withoutDamaged(bases, damaged)
  const holders = archives.flatMap((archive) =>
    [...payloadsOf(archive.images)].filter(({ state }) => state === 'whole').map((payload) => ({ archive, payload })),
  )
  const brought: Brought[] = []
  const lacking: Wanted[] = []
  for (const one of wantedBy(file)) {
    const from = holderOf(one, holders)
    if (from) brought.push({ ...one, from })
    else lacking.push(one)
  }
  const [first] = lacking
  if (!first) return { brought, stop: undefined, remarks }
  // Who has it left has it in another packing.
  const last = damaged.at(-1)
  if (last) return { brought, stop: errorOf(last.fault), remarks }
  const facts = {
    file: file.name,
    found: first.digest,
    layers: lacking.length,
    expected: brought.length + lacking.length,
  }
  return { brought, stop: new ArchiveError('compact-lacks', facts), remarks }
}

/** Layers that are packed and wanted plain, in the order in which `bytesBrought` takes them. */
export const packedOf = ({ brought }: CompactRestorePlan): OwnedLayer[] =>
  brought.filter(isPacked).map(({ from: { archive, payload } }) => ownedLayer(archive, payload))

const isPacked = ({ kind, from: { payload } }: Brought) => kind === 'layer' && payload.encoding !== 'tar'

/** The bytes that each brings, by what they are known by. */
export function bytesBrought({ brought }: CompactRestorePlan, unpacked: readonly Blob[]): ReadonlyMap<string, Piece> {
  const next = unpacked[Symbol.iterator]()
  return new Map(
    brought.map((one) => {
      const { archive, payload } = one.from
      if (!isPacked(one)) return [keyOf(one), layersIn(archive)(payload)]
      const { value: bytes } = next.next()
      if (!bytes) throw new RangeError(`${payload.path} was not unpacked`)
      return [keyOf(one), nearIn(bytes).piece({ start: 0, end: bytes.size })]
    }),
  )
}

export const keyOf = ({ kind, digest }: Pick<Wanted, 'kind' | 'digest'>) => `${kind} ${digest}`

/** @throws ArchiveError where the note contradicts itself. */
function wantedBy({ name: file, note }: CompactFile): Wanted[] {
  const layers = [...note.held, ...note.layers.flatMap(({ sources }) => sources)]
  const wanted: Wanted[] = [
    ...layers.map(({ diffId, size }) => ({ kind: 'layer' as const, digest: diffId, size })),
    ...note.blobs.map(({ digest, size }) => ({ kind: 'blob' as const, digest, size })),
  ]
  const known = new Map(wanted.map((one) => [keyOf(one), one]))
  const other = wanted.find((one) => known.get(keyOf(one))?.size !== one.size)
  if (other) throw new ArchiveError('compact-damaged', { file, entry: NOTE })
  return [...known.values()]
}

/** Plain bytes of another size are not those; of a blob that nothing names, the size alone tells before it is hashed. */
function holderOf({ kind, digest, size }: Wanted, holders: readonly Holder[]): Holder | undefined {
  if (kind === 'blob') {
    const sure = holders.find(({ payload }) => payload.digest === digest && payload.size === size)
    return sure ?? holders.find(({ payload }) => payload.digest === undefined && payload.size === size)
  }
  const held = holders.filter(({ payload }) => payload.diffId === digest)
  const plain = held.find(({ payload }) => payload.encoding === 'tar' && payload.size === size)
  return (
    plain ??
    held.find(({ payload: { encoding } }) => encoding !== 'tar' && encoding !== 'lz4' && encoding !== 'encrypted')
  )
}
