import type { ImageArchive } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import { emptiedEntry, rewritten, type Part } from './parts'

/** The archive's own bytes in its own order; of shed entries the header alone, its size and checksum changed. */
export function asIs({ tar }: ImageArchive, plan: SlimPlan): AsyncIterable<Part> {
  const shed = new Set([...plan.shed].map(({ entry }) => entry))
  return rewritten(tar, (entry) => (shed.has(entry) ? emptiedEntry(tar, entry) : undefined), tar.size)
}
