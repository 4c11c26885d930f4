import { describe } from 'vitest'

/** Tests of an engine: skipped, in plain words, where the machine has none and may not be given one. */
export function describeEngine(name: string, missing: string | undefined, tests: () => void): void {
  if (missing !== undefined) console.warn(`Skipped, the tests with ${name}: ${missing}`)
  describe.skipIf(missing !== undefined)(missing === undefined ? name : `${name} (skipped: ${missing})`, tests)
}
