import { ArchiveError, errorOf, type ErrorCode } from '../../core/errors'
import type { Damaged } from '../../core/job/damaged'
import type { StoredLayer } from '../../core/layer/stack'

/** What is said of a packed layer that nobody can unpack. */
const ofPacked: readonly ErrorCode[] = [
  'packed-corrupt',
  'packed-truncated',
  'zstd-window',
  'xz-filter',
  'decompression-bomb',
]

class DamagedLayers extends Error {
  readonly damaged: readonly Damaged[]

  constructor(damaged: readonly Damaged[]) {
    super('layers are damaged')
    this.damaged = damaged
  }
}

/** To be worked around, if there are any. */
export function refuseDamaged(damaged: readonly Damaged[]): void {
  if (damaged.length > 0) throw new DamagedLayers(damaged)
}

/** The plain bytes of layers, one after the other. Those that can’t be unpacked are told of together. */
export async function unpackedInTurn<T extends StoredLayer>(
  layers: readonly T[],
  unpack: (layer: T) => Promise<Blob>,
): Promise<Blob[]> {
  const unpacked: Blob[] = []
  const damaged: Damaged[] = []
  for (const layer of layers)
    try {
      unpacked.push(await unpack(layer))
    } catch (thrown) {
      if (!(thrown instanceof ArchiveError) || !ofPacked.includes(thrown.code)) throw thrown
      damaged.push({ file: layer.file, entry: layer.entry, fault: thrown.fault })
    }
  refuseDamaged(damaged)
  return unpacked
}

/** Works once more without what turns out to be damaged of bases, until nothing more does, or nothing else serves. */
export async function aroundDamage<T>(work: (damaged: readonly Damaged[]) => Promise<T>): Promise<T> {
  const damaged: Damaged[] = []
  for (;;)
    try {
      return await work([...damaged])
    } catch (thrown) {
      const more = damagedIn(thrown).filter((one) => !damaged.some((known) => isSame(known, one)))
      if (more.length === 0) throw asError(thrown)
      damaged.push(...more)
    }
}

function damagedIn(thrown: unknown): readonly Damaged[] {
  if (thrown instanceof DamagedLayers) return thrown.damaged
  if (!(thrown instanceof ArchiveError) || thrown.fault.code !== 'base-damaged') return []
  const { file, entry } = thrown.fault.facts
  return [{ file, entry, fault: thrown.fault }]
}

const isSame = (one: Damaged, other: Damaged) => JSON.stringify(one) === JSON.stringify(other)

function asError(thrown: unknown): unknown {
  const [first] = thrown instanceof DamagedLayers ? thrown.damaged : []
  return first ? errorOf(first.fault) : thrown
}
