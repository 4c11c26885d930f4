import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const eslint = new ESLint()

/** The rules that a file of the house would break, if this stood in it. */
async function rulesBrokenBy(text: string, filePath: string) {
  const [result] = await eslint.lintText(text, { filePath })
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message)
}

test('what TypeScript takes along with a worker’s scope is no name of the core', async () => {
  const unknown = ['fetch', 'self', 'navigator', 'indexedDB', 'importScripts', 'globalThis.postMessage']
  const probe = (names: readonly string[]) => `export const probe = [${names.join()}]\n`
  expect(await rulesBrokenBy(probe(unknown), 'src/core/errors.ts')).toEqual(unknown.map(() => 'no-restricted-globals'))
  expect(await rulesBrokenBy(probe(['Blob', 'TextDecoder', 'crypto']), 'src/core/errors.ts')).toEqual([])
})

const floating = `const job = async () => 1\njob()\n`
const misused = `const job = async () => 1\n;[1].forEach(job)\n`
const holey = `export const of = (kind: 'a' | 'b') => {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n`
const component = (script: string) => `<script lang="ts">\n${script}</script>\n`

/** They need types, which a parser's wrong config takes away without a word. */
test.each([
  ['a promise that nobody waits for', floating, 'job()', 'void job()', 'no-floating-promises'],
  ['a promise where none is awaited', misused, '.forEach(', '.map(', 'no-misused-promises'],
  ['a switch that forgets a kind', holey, `case 'a':`, `case 'a':\n    case 'b':`, 'switch-exhaustiveness-check'],
])('%s is found, in scripts and components', async (_, wrong, part, mended, rule) => {
  const right = wrong.replace(part, mended)
  const broken = [`@typescript-eslint/${rule}`]
  const path = 'src/state/progress.ts'
  expect(await rulesBrokenBy(wrong, path)).toEqual(broken)
  expect(await rulesBrokenBy(component(wrong.replace('export ', '')), 'src/ui/part/Fault.svelte')).toEqual(
    expect.arrayContaining(broken),
  )
  expect(await rulesBrokenBy(right, path)).not.toContain(broken[0])
})
