import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { median } from './measure.mjs'

const SAMPLE_EVERY_MS = 150
const SETTLE_MS = 3000

/**
 * Bytes of memory that a browser's processes hold, shared pages counted once (PSS), before and at most during some work. Pages
 * of files are left out: they are the system's to drop, and other programs share them.
 * @param counts which of the processes are meant, by their command lines.
 */
export async function memoryOf(profile, work, counts = () => true) {
  await pause(SETTLE_MS)
  const before = []
  for (let sample = 0; sample < 5; sample++) before.push(await memoryNow(profile, counts))
  let peak = 0
  let working = true
  const watching = (async () => {
    while (working) {
      peak = Math.max(peak, await memoryNow(profile, counts))
      await pause(SAMPLE_EVERY_MS)
    }
  })()
  try {
    await work()
  } finally {
    working = false
    await watching
  }
  return { idle: median(before), peak }
}

/** Where the page lives, with its workers. */
export const isRenderer = (command) => command.includes('--type=renderer')

async function memoryNow(profile, counts) {
  const counted = treeOf(profile).filter((pid) => counts(read(`/proc/${pid}/cmdline`)))
  const sizes = await Promise.all(counted.map(proportionalSize))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function proportionalSize(pid) {
  // A process may be gone before it is read.
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const sizes = [...rollup.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm)].map(([, size]) => Number(size) * 1024)
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The browser that was started on this profile, and everything that it started. */
function treeOf(profile) {
  const parents = new Map()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`)) ?? []
    if (parent) parents.set(pid, parent)
  }
  const isBrowser = (pid) => read(`/proc/${pid}/cmdline`).includes(profile)
  const belongs = (pid) => parents.has(pid) && (isBrowser(pid) || belongs(parents.get(pid)))
  return [...parents.keys()].filter(belongs)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
