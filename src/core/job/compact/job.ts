import type { Codec } from '../../delta/note'
import { workOf } from '../../delta/recipe'
import type { ImageArchive } from '../../image/model'
import { nameOf } from '../../layer/stack'
import type { Readable } from '../../tar/source'
import type { MadeRecipe } from './made-recipe'
import { layersIn } from './near-layers'
import { toUnpack, type CompactPlan, type Item } from './plan'
import { sizeOf } from './sizes'

/** What is asked for. */
export interface CompactJob {
  readonly archive: ImageArchive
  readonly plan: CompactPlan
  /** The plain bytes of what `toUnpack` named. */
  readonly unpacked: readonly Blob[]
  readonly codec: Codec
  /** Those that were made of the same for other archives. */
  readonly recipes?: readonly MadeRecipe[]
  /** The tool's version, without a space. */
  readonly made: string
  /** What else is to travel: how it is restored. */
  readonly beside: readonly { readonly name: string; readonly text: string }[]
}

/** It is packed, unpacked again, and held against the archive. */
const FRAME_PASSES = 3

/** What `onBytes` of all the making comes to, about, once old layers are read: some of it may end before. */
export function workOfCompact(job: CompactJob): number {
  const { archive, plan } = job
  const putBack = sizesPutBack(job)
  const changed = sumOf(plan.items.filter(({ kind }) => kind === 'changed').map(putBack))
  const taken = sizeOf(plan.items.flatMap(({ payloads }) => payloads))
  const frame = archive.tar.size - taken
  const whole = frame + sumOf(plan.items.map(putBack))
  return workOf(changed) + FRAME_PASSES * frame + whole
}

const sumOf = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0)

/** The plain bytes of the old layers. */
export function oldBytes({ plan, unpacked }: Pick<CompactJob, 'plan' | 'unpacked'>): Readable[] {
  const plain = plainBytes(plan, unpacked)
  return plan.olds.map(({ stored, bytes }) => (stored.encoding === 'tar' ? bytes : plain(stored)))
}

/** The plain bytes of changed layers. */
export function freshBytes({ archive, plan, unpacked }: CompactJob): (item: Item) => Readable {
  const [plain, bytesOf] = [plainBytes(plan, unpacked), layersIn(archive)]
  return ({ stored, payloads: [own] }) => (own?.encoding === 'tar' ? bytesOf(own) : plain(stored))
}

/** How much is put back for an item. */
export function sizesPutBack({ plan, unpacked }: CompactJob): (item: Item) => number {
  const plain = plainBytes(plan, unpacked)
  return ({ kind, stored, payloads: [own] }) =>
    own && (kind === 'blob' || own.encoding === 'tar') ? own.size : plain(stored).size
}

/** What is put back for an item. */
export function bytesPutBack({ plan, unpacked }: CompactJob) {
  const plain = plainBytes(plan, unpacked)
  return ({ kind, stored }: Item): Blob => (kind === 'blob' ? stored.blob : plain(stored))
}

/** The plain bytes of an item, or of an old layer. */
export function plainBytes(plan: CompactPlan, unpacked: readonly Blob[]) {
  const plains = new Map(toUnpack(plan).map(({ stored }, at) => [stored, unpacked[at]]))
  return (stored: Item['stored']): Blob => {
    const bytes = stored.encoding === 'tar' ? stored.blob : plains.get(stored)
    if (!bytes) throw new RangeError(`${nameOf(stored)} was not unpacked`)
    return bytes
  }
}
