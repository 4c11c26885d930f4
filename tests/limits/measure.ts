import { ArchiveError } from '../../src/core/errors'

/** What a task did to the process. */
export interface Cost {
  /** Milliseconds of a processor: a loaded machine changes little in them. */
  readonly time: number
  /** Bytes by which the process grew beyond all that it had filled before. */
  readonly memory: number
  /** How it ended: an error's code, or that it was done. */
  readonly outcome: string
}

export async function costOf(task: (...files: File[]) => Promise<unknown>, files: readonly File[]): Promise<Cost> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const start = process.cpuUsage()
  const outcome = await task(...files).then(() => 'done', codeOf)
  const { user, system } = process.cpuUsage(start)
  const most = process.resourceUsage().maxRSS * 1024
  return { time: (user + system) / 1000, memory: Math.max(0, most - before), outcome }
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof ArchiveError) return thrown.code
  throw thrown
}
