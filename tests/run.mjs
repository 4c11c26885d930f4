// Everything that has to hold, in one command: lint, format, types, unit tests, limits, mutated inputs, browser and engine tests.
// The last line counts over all suites: "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'layershed-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
/** What failed, told once more at the end: a log is often cut at its front. */
const failures = []

/** A tool that passes or fails as a whole. */
function check(name, args) {
  console.log(`\n== ${name}`)
  const { status } = spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit' })
  total[status === 0 ? 'passed' : 'failed']++
  if (status !== 0) failures.push(name)
  return status === 0
}

/** A suite of tests, counted one by one. */
function suite(project) {
  console.log(`\n== ${project} tests`)
  const report = join(scratch, `${project}.json`)
  const args = [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const { status } = spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit' })
  count(project, status, read(report))
}

/** A program of our own that counts what it tries. */
function counting(name, args) {
  console.log(`\n== ${name}`)
  const report = join(scratch, `${name}.json`)
  const { status } = spawnSync(process.execPath, [...args, '--report', report], { stdio: 'inherit' })
  count(name, status, read(report))
}

function count(name, status, counts) {
  total.passed += counts.numPassedTests
  total.skipped += counts.numPendingTests + counts.numTodoTests
  // A suite that broke before its first test has failed too.
  total.failed += Math.max(counts.numFailedTests, status === 0 ? 0 : 1)
  const told = failuresIn(counts)
  failures.push(...told.map((failure) => `${name}: ${failure}`))
  if (told.length === 0 && status !== 0) failures.push(`${name}: ended with ${status}`)
}

/** Each failed test of a report, with the beginning of what it said. */
function failuresIn({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`${name}\n${beginning(message)}`] : []
    return failed.map(
      ({ fullName, failureMessages }) => `${name}: ${fullName}\n${beginning(failureMessages.join('\n'))}`,
    )
  })
}

const beginning = (text) => text.split('\n').slice(0, 8).join('\n').slice(0, 1000)

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0, numFailedTests: 0 }
  }
}

check('eslint', ['eslint', '.'])
check('prettier', ['prettier', '--check', '.'])
// A room a config: what a room may not know of, it can't name.
for (const room of ['src/core', 'src/worker', 'tests']) check(`types of ${room}`, ['tsc', '-p', room])
check('svelte-check', ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'])
suite('unit')
counting('limits', ['tests/limits/run.mjs'])
counting('fuzz', ['tests/fuzz/run.mjs', '--count', '20000', '--seed', '1'])
if (check('vite build', ['vite', 'build'])) {
  suite('browser')
  suite('browsers')
}
suite('engines')
rmSync(scratch, { recursive: true, force: true })

for (const failure of failures) console.log(`\nFAILED ${failure}`)
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
