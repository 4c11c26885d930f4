// Costly inputs, each in a process of its own, and what they cost beside an ordinary input of their size: npm run limits.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiled } from '../compiled.mjs'

const program = await compiled('tests/limits/one.ts')
const wanted = process.argv[2] ?? ''

console.log('    MB   CPU ms (ratio)       MB (ratio)  outcome')
for (const [at, name] of run('names').entries()) if (name.includes(wanted)) console.log(`${row(at)}  ${name}`)

function row(at) {
  const folder = mkdtempSync(join(tmpdir(), 'layershed-limits-'))
  try {
    run('make', at, folder)
    return line(run('measure', at, folder))
  } catch (cause) {
    return `broke off: ${String(cause).slice(0, 60)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(...args) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000 }
  const output = execFileSync(process.execPath, ['--expose-gc', program, ...args.map(String)], options)
  return output && JSON.parse(output)
}

function line({ bytes, ordinary, costly }) {
  const mega = (value) => (value / 1e6).toFixed(1).padStart(6)
  const ratio = (a, b) => `(${(a / b).toFixed(1)})`.padEnd(8)
  // Less than a megabyte is what the process grows by in any case.
  const grown = (memory) => Math.max(memory, 1e6)
  const time = costly.time.toFixed(0).padStart(6)
  return `${mega(bytes)}   ${time} ${ratio(costly.time, ordinary.time)}  ${mega(costly.memory)} ${ratio(grown(costly.memory), grown(ordinary.memory))}  ${costly.outcome.padEnd(18)}`
}
