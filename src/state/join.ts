import { faultOf } from '../core/errors'
import type { Remarked } from '../core/job/remarked'
import type { Packaging } from '../output/output'
import type { OnProgress } from '../worker/door/progress'
import { until } from '../worker/door/until'
import type { Choice, MainApi, RestoreChoice } from '../worker/main/api'
import { aroundDamage } from './jobs/around-damage'
import type { RestoreParts } from './restores.svelte'

/** What is joined, and by what was chosen. */
export interface Joined {
  /** Under which it is shown what becomes of it. */
  readonly id: string
  /** Of targets, in their order. */
  readonly targets: readonly string[]
  readonly choice: Choice
}

const FILE_NAME = 'joined-images.tar'

type Parts = Pick<RestoreParts, 'files' | 'saves' | 'hashing' | 'layers' | 'damagedBases'>

/** Targets, each made whole, as one archive. What can be told to fail is told before a picker opens. */
export async function join(
  door: MainApi,
  { files, saves, hashing, layers, damagedBases }: Parts,
  { id, targets, choice }: Joined,
  packaging: Packaging,
): Promise<void> {
  const planned = await door.joinNeeds(targets, choice).catch((thrown: unknown) => faultOf(thrown, FILE_NAME))
  if ('code' in planned) return saves.refuse(id, planned)

  async function layersToUnpack(choice: RestoreChoice, signal: AbortSignal) {
    for (const base of (await door.joinNeeds(targets, choice)).bare) {
      await files.withBytes(base)
      signal.throwIfAborted()
    }
    return (await door.joinNeeds(targets, choice)).layers
  }

  async function joined(choice: RestoreChoice, onProgress: OnProgress, signal: AbortSignal): Promise<Remarked> {
    layers.release(id)
    const unpacked: Blob[][] = []
    for (const ofTarget of await until(signal, layersToUnpack(choice, signal)))
      unpacked.push(await layers.unpack(id, ofTarget, onProgress, signal))
    const blobs = await until(signal, door.toHashJoined(targets, choice, unpacked))
    const hashed = await hashing.all(blobs, onProgress, signal)
    return until(signal, door.join(targets, choice, unpacked, hashed))
  }

  const make = (onProgress: OnProgress, signal: AbortSignal) =>
    damagedBases.toldOf(id, () => aroundDamage((damaged) => joined({ ...choice, damaged }, onProgress, signal)))
  const name = FILE_NAME + (packaging.gzip ? '.gz' : '')
  const forget = () => layers.release(id)
  await saves.one({ id, name, source: planned.sources.join(', '), bytes: planned.bytes, make, forget }, packaging)
}
