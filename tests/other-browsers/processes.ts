import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** By how many bytes the memory of a program and all that it started grows at most during some work. */
export async function growthOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = memoryOf(pid)
  let peak = before
  let working = true
  const watching = (async () => {
    while (working) {
      peak = Math.max(peak, memoryOf(pid))
      await sleep(150)
    }
  })()
  try {
    await work()
  } finally {
    working = false
    await watching
  }
  return peak - before
}

/** Pages of files are left out: they are the system's to drop. */
const memoryOf = (root: number): number =>
  treeOf(root)
    .flatMap((pid) => [...read(`/proc/${pid}/smaps_rollup`).matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm)])
    .reduce((sum, [, size]) => sum + Number(size) * 1024, 0)

function treeOf(root: number): string[] {
  const pids = names('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(pids.map((pid) => [pid, /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1]]))
  const belongs = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === String(root) || belongs(parents.get(pid)))
  return pids.filter(belongs)
}

/** Whether a program, or what it started, still has a file open: then it may be writing it. */
export const hasOpen = (pid: number, path: string): boolean =>
  treeOf(pid).some((each) =>
    names(`/proc/${each}/fd`).some((name) => goneOr(() => readlinkSync(`/proc/${each}/fd/${name}`)) === path),
  )

const names = (folder: string): string[] => goneOr(() => readdirSync(folder)) ?? []

const read = (path: string): string => goneOr(() => readFileSync(path, 'utf8')) ?? ''

/** A process may be gone before it is read. */
function goneOr<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
