import { closeSync, openSync, writeSync } from 'node:fs'
import { Chance } from './chance'
import { must } from './property'
import { targets, type Target } from './targets'

/** Runs the inputs of one target, and writes each seed down before it is tried: whoever started this knows what it died of. */
const [name = 'archive', first = '0', count = '1', journal] = process.argv.slice(2)
const log = journal === undefined ? undefined : openSync(journal, 'w')

const MOST_TIME = 2_000_000
const MOST_MEMORY = 300 * 1024 * 1024
/** Of how many inputs one is tried twice. */
const TWICE = 50

async function tried(target: Target, seed: number): Promise<string> {
  if (log !== undefined) writeSync(log, String(seed).padEnd(20), 0)
  const before = process.memoryUsage()
  const start = process.cpuUsage()
  const outcome = await target(new Chance(seed, name))
  const { user, system } = process.cpuUsage(start)
  const after = process.memoryUsage()
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  must(user + system < MOST_TIME, () => `took ${Math.round((user + system) / 1000)} ms of a processor`)
  must(grown < MOST_MEMORY, () => `took ${Math.round(grown / 1e6)} MB`)
  return outcome
}

async function run(target: Target): Promise<{ failures: object[]; outcomes: number }> {
  const failures: object[] = []
  const outcomes = new Set<string>()
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++)
    try {
      const outcome = await tried(target, seed)
      if (outcomes.size < 1_000_000) outcomes.add(outcome)
      if (seed % TWICE > 0) continue
      const again = await tried(target, seed)
      must(again === outcome, () => `came to ${outcome}, and the second time to ${again}`)
    } catch (thrown) {
      failures.push({ seed, why: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
      if (failures.length >= 20) break
    }
  return { failures, outcomes: outcomes.size }
}

console.log(JSON.stringify(await run(targets[name]!.run)))
if (log !== undefined) closeSync(log)
