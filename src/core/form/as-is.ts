import type { ImageArchive } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import { emptiedEntry, span, type Part } from './parts'

/** The archive's own bytes in its own order; of shed entries the header alone, its size and checksum changed. */
export async function* asIs({ tar }: ImageArchive, plan: SlimPlan, source: Blob): AsyncGenerator<Part> {
  const shed = new Set([...plan.shed].map(({ entry }) => entry))
  for (const entry of tar.entries)
    if (shed.has(entry)) yield emptiedEntry(source, entry)
    else yield span(entry.at, entry.next)
  yield span(tar.end.end, source.size)
}
