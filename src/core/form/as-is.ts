import type { Destination } from '../destination/destination'
import { harmedBy } from '../engine'
import { remark } from '../image/finding'
import { layoutOf } from '../image/layout'
import type { ImageArchive } from '../image/model'
import { planByChain } from '../plan/by-chain'
import type { SlimPlan } from '../plan/slim-plan'
import type { Edit } from './edit'
import type { Form } from './form'
import { emptiedEntry, rewritten, type Part } from './parts'
import { traits } from './traits'

/** The archive's own layout and bytes, for engines that go by chains alone. */
export const asIs: Form = {
  ...traits['as-is'],
  plan: ({ images }, destination) => planByChain(images, destination),
  toHash: () => [],
  parts: ({ archive, plan }) => asIsParts(archive, { emptied: plan.shed }),
  remarks: ({ archive, destination, plan }) => {
    if (!harmsContainerd(archive, plan, destination)) return []
    return [isLayout(archive) ? remark('as-is-digests-differ', {}) : remark('as-is-harms-containerd', {})]
  },
}

/** The archive's entries in their own order; of emptied ones the header alone, its size and checksum changed. */
export function asIsParts({ tar }: ImageArchive, { emptied }: Pick<Edit, 'emptied'>): AsyncIterable<Part> {
  const entries = new Set([...emptied].flatMap(({ entry, copies }) => [entry, ...copies]))
  return rewritten(tar, (entry) => (entries.has(entry) ? emptiedEntry(tar, entry) : undefined), tar.size)
}

/** Whether containerd takes it for an OCI layout, too. */
const isLayout = (archive: ImageArchive) => archive.oci !== undefined && layoutOf(archive) !== 'docker-archive'

/** A docker-archive's emptied layers become the empty blob there; an OCI layout's blobs must be held by their digests. */
function harmsContainerd(archive: ImageArchive, { shed }: SlimPlan, { blobs }: Destination): boolean {
  if (!isLayout(archive)) return harmedBy('docker-archive').length > 0
  return [...shed].some(({ diffId, digest }) => !blobs.get(diffId)?.some((blob) => blob.digest === digest))
}
