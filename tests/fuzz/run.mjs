// Mutated inputs for every reader: npm run fuzz -- --count 20000 --seed 1 [--target archive] [--report file.json].
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compiled } from '../compiled.mjs'

const SHARES = { archive: 30, packed: 10, inventory: 20, site: 10, layer: 10, decoder: 10, zip: 5, compact: 5 }
/** What a target may hold at most, beside what Node itself takes: beyond, it dies, and its seed is told. */
const HEAP = 450
/** An input that takes longer hangs, however loaded the machine is. */
const HANGS = 120_000

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
    report: { type: 'string' },
  },
})
const program = await compiled('tests/fuzz/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'layershed-fuzz-'))
const first = Number(values.seed)
let passed = 0
let failed = 0
const testResults = []

for (const [target, share] of Object.entries(SHARES)) {
  if (values.target !== undefined && values.target !== target) continue
  const count = values.target === undefined ? Math.ceil((Number(values.count) * share) / 100) : Number(values.count)
  const { failures, outcomes } = await run(target, count)
  if (failures.length === 0) passed++
  else failed++
  console.log(
    `${target.padEnd(10)} ${count} inputs from seed ${first}, ${outcomes} outcomes, ${failures.length} failed`,
  )
  for (const { seed, why } of failures) {
    const name = `npm run fuzz -- --target ${target} --seed ${seed} --count 1`
    console.log(`  ${name}\n    ${why.split('\n').slice(0, 6).join('\n    ')}`)
    testResults.push({ name, status: 'failed', message: why, assertionResults: [] })
  }
}
rmSync(folder, { recursive: true })
if (values.report !== undefined)
  writeFileSync(
    values.report,
    JSON.stringify({
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults,
    }),
  )
process.exitCode = failed === 0 ? 0 : 1

/** One target in a process of its own; one that dies or hangs did so of the seed that it wrote down last. */
function run(target, count) {
  const journal = join(folder, target)
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP}`, program, target, first, count, journal].map(String),
  )
  let output = ''
  let said = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2000)))
  let last = ''
  const watch = setInterval(() => {
    const seed = seedIn(journal)
    if (seed === last && seed !== '') child.kill('SIGKILL')
    last = seed
  }, HANGS)
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch)
      if (code === 0 && output !== '') return resolve(JSON.parse(output))
      const why = `ended by ${signal ?? `code ${code}`}: ${said || 'it waits for something that never comes'}`
      resolve({ failures: [{ seed: seedIn(journal), why }], outcomes: 0 })
    })
  })
}

function seedIn(journal) {
  try {
    return readFileSync(journal, 'utf8').trim()
  } catch {
    return ''
  }
}
