import { combine, type Destination, type HostMode } from '../destination/destination'
import type { Descriptor } from '../image/descriptor'
import { holdingOfArchive, type Holding } from '../destination/holding'
import type { ImageArchive, Payload } from '../image/model'
import { planOf, slimSize } from './slim'
import type { FormId } from '../form/form-id'
import type { SlimPlan } from '../plan/slim-plan'
import { judge } from '../plan/verdict'

/** What the destination has once the archives of a batch that go before have been loaded there, each as slim as its plan makes it. */
export function destinationAfter(
  holdings: readonly Holding[],
  before: readonly ImageArchive[],
  mode: HostMode,
  form: FormId,
): Destination {
  let known = holdings
  for (const archive of before) {
    const destination = combine(known, mode)
    const plan = planOf({ archive, destination, form })
    // What can't be sent brings nothing.
    if (judge(archive, plan, destination).kind !== 'stopped')
      known = [...known, holdingAfter(archive, plan, destination)]
  }
  return combine(known, mode)
}

/** Bytes that a batch comes to: each archive for itself, or one loaded after the other, each leaving out what an earlier one brings. */
export interface BatchSizes {
  readonly apart: number
  readonly together: number
}

/** @param archives in the order in which they are to be loaded. */
export async function batchSizes(
  holdings: readonly Holding[],
  archives: readonly ImageArchive[],
  mode: HostMode,
  form: FormId,
): Promise<BatchSizes> {
  const alone = combine(holdings, mode)
  let apart = 0
  let together = 0
  let known = holdings
  for (const archive of archives) {
    const destination = combine(known, mode)
    const plan = planOf({ archive, destination, form })
    apart += await carriedBytes(archive, planOf({ archive, destination: alone, form }), alone, form)
    together += await carriedBytes(archive, plan, destination, form)
    if (judge(archive, plan, destination).kind !== 'stopped')
      known = [...known, holdingAfter(archive, plan, destination)]
  }
  return { apart, together }
}

/** Of an archive that leaves nothing out all is carried; one that can't be sent is not. */
async function carriedBytes(archive: ImageArchive, plan: SlimPlan, destination: Destination, form: FormId) {
  const { kind } = judge(archive, plan, destination)
  if (kind === 'stopped') return 0
  return kind === 'ready' ? slimSize({ archive, destination, form }, plan) : archive.tar.size
}

/**
 * What loading a slim archive leaves at the destination. Its shed layers are there under the digests that its own manifests
 * name, which may not be the original's; where nothing proves a digest, none is said.
 */
export function holdingAfter(archive: ImageArchive, plan: SlimPlan, { blobs }: Pick<Destination, 'blobs'>): Holding {
  const holding = holdingOfArchive(archive)
  const sound = archive.images.filter(({ layers, manifest }) => manifest?.layers.length === layers.length || !manifest)
  const carried = new Set([...plan.needed].map(({ digest }) => digest))
  const blobAfter = (payload: Payload, blob: Descriptor | undefined) => {
    const relink = plan.relinked.get(payload)
    if (relink) return relink.kind === 'held' ? relink.descriptor : undefined
    const proven =
      plan.needed.has(payload) ||
      carried.has(blob?.digest) ||
      blobs.get(payload.diffId)?.some(({ digest }) => digest === blob?.digest)
    return proven ? blob : undefined
  }
  const images = holding.images.map((image, at) => ({
    ...image,
    layers: image.layers.map((layer, index) => {
      const payload = sound[at]?.layers[index]?.payload
      return payload ? { ...layer, blob: blobAfter(payload, layer.blob) } : layer
    }),
  }))
  return { ...holding, images, earlier: true }
}
