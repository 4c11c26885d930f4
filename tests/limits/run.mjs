// Costly inputs, each in a process of its own, and what they cost beside an ordinary input of their size:
// npm run limits -- [--only part-of-a-name] [--report file.json].
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compiled } from '../compiled.mjs'

/** Of a processor's time, which a loaded machine does not lengthen; or as many times what an ordinary input costs. */
const MOST = { time: 2000, memory: 160e6, times: 4 }
/** Whatever takes longer does not end. */
const HANGS = 300_000

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, report: { type: 'string' } } })
const program = await compiled('tests/limits/one.ts')
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

console.log('    MB   CPU ms (ratio)       MB (ratio)   outcome             input')
for (const [at, name] of run('names').entries()) {
  if (!name.includes(values.only)) continue
  const measured = measure(at)
  const passes = typeof measured !== 'string' && isWithin(measured, 'time') && isWithin(measured, 'memory')
  counts[passes ? 'numPassedTests' : 'numFailedTests']++
  const told = typeof measured === 'string' ? measured : line(measured)
  console.log(`${told} ${name}${passes ? '' : '   FAILED'}`)
  if (!passes) counts.testResults.push({ name, status: 'failed', message: told, assertionResults: [] })
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(counts))
process.exitCode = counts.numFailedTests === 0 ? 0 : 1

function measure(at) {
  const folder = mkdtempSync(join(tmpdir(), 'layershed-limits-'))
  try {
    run('make', at, folder)
    return run('measure', at, folder)
  } catch (cause) {
    return `broke off: ${String(cause).slice(0, 60)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(...args) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: HANGS }
  const output = execFileSync(process.execPath, ['--expose-gc', program, ...args.map(String)], options)
  return output && JSON.parse(output)
}

function isWithin({ ordinary, costly }, what) {
  return costly[what] <= Math.max(MOST[what], MOST.times * ordinary[what])
}

function line({ bytes, ordinary, costly }) {
  const mega = (value) => (value / 1e6).toFixed(1).padStart(6)
  const ratio = (a, b) => `(${(a / b).toFixed(1)})`.padEnd(8)
  // By a megabyte the process may grow whatever it does.
  const grown = ({ memory }) => Math.max(memory, 1e6)
  const time = `${costly.time.toFixed(0).padStart(6)} ${ratio(costly.time, ordinary.time)}`
  return `${mega(bytes)}   ${time}  ${mega(costly.memory)} ${ratio(grown(costly), grown(ordinary))}  ${costly.outcome.padEnd(19)}`
}
