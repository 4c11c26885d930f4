import type { Fault } from '../errors'
import { planRestore, type RestoreJob } from '../job/restore'
import { lackedBy } from '../plan/fillings'
import { wholeName } from './output-names'

/** What the page is told of an archive that lacks layers: whether it can be made whole again by what stands there. */
export interface Restorable {
  readonly layers: number
  /** About: what is unpacked first has a size that nobody knows. */
  readonly bytes: number
  readonly fileName: string
  /** Why it can't be. */
  readonly fault: Fault | undefined
}

/** Undefined where nothing lacks, or nothing was said yet about what is there. */
export function restorable(job: RestoreJob): Restorable | undefined {
  const layers = lackedBy(job.archive).size
  if (layers === 0 || (job.bases.length === 0 && job.destination.holdings.length === 0)) return undefined
  const { fillings, stop } = planRestore(job)
  const { name, size } = job.archive.tar
  const filled = fillings.reduce((sum, { from: [{ payload }] }) => sum + payload.size, 0)
  return { layers, bytes: size + filled, fileName: wholeName(name), fault: stop?.fault }
}
