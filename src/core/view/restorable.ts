import type { Fault } from '../errors'
import { planRestore, type RestoreJob } from '../job/restore'
import { lackedBy } from '../plan/fillings'
import { wholeName } from './output-names'

/** What the page is told of an archive that lacks layers: whether it can be made whole again by what stands there. */
export interface Restorable {
  readonly layers: number
  /** Of them, those that go in as other bytes than a manifest names, so that it is written anew. */
  readonly relinked: number
  /** About: what is unpacked first has a size that nobody knows. */
  readonly bytes: number
  readonly fileName: string
  /** The files that it is made of, by their names. */
  readonly sources: readonly string[]
  /** Why it can't be. */
  readonly fault: Fault | undefined
}

/** Undefined where nothing lacks. */
export function restorable(job: RestoreJob): Restorable | undefined {
  const layers = lackedBy(job.archive).size
  if (layers === 0) return undefined
  const { fillings, relinked, stop } = planRestore(job)
  const { name, size } = job.archive.tar
  const put = [...fillings.map(({ from: [holder] }) => holder), ...relinked.map(({ otherwise }) => otherwise)]
  const bytes = put.reduce((sum, { payload }) => sum + payload.size, size)
  const sources = [...new Set([name, ...put.map(({ archive }) => archive.tar.name)])]
  return { layers, relinked: relinked.length, bytes, fileName: wholeName(name), sources, fault: stop?.fault }
}
