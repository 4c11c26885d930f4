import { spawnSync } from 'node:child_process'

/** Seconds that a shell command takes. */
export function shell(command) {
  const started = performance.now()
  const { status, stderr } = spawnSync('bash', ['-c', `set -eo pipefail; ${command}`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
  return (performance.now() - started) / 1000
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Runs the page and the native ways in turn, round after round, so that what else the machine does falls on all of them.
 * @param ways functions that give back the seconds they took, by name; the first is the page's.
 * @returns rows of the table: for each native way the medians, and the median of the rounds' ratios.
 */
export async function compare(what, rounds, ways) {
  const taken = Object.keys(ways).map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, way] of Object.values(ways).entries()) taken[at].push(await way())
  const [page, ...natives] = taken
  return natives.map((native, at) => ({
    what,
    page: median(page),
    against: Object.keys(ways)[at + 1],
    native: median(native),
    ratio: median(page.map((seconds, round) => seconds / native[round])),
  }))
}
