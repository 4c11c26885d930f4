import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesIn } from '../../house/files'
import { importsOf } from '../../house/imports'

/** `core/tar/walk`, of `src/core/tar/walk.ts` as of `tests/unit/core/tar/walk/sizes.test.ts`. */
const stem = (path: string) => path.replace(/^[^/]+\//, '').replace(/(\.svelte)?(\.d)?\.ts$|\.svelte$/, '')
const tests = [...filesIn('tests/unit').keys()].map((path) => path.replace(/^tests\/unit\/|\.test\.ts$/g, ''))
const sources = [...filesIn('src')].map(([path, text]) => ({ name: stem(path), path, text }))

const folder = (name: string) => name.slice(0, name.lastIndexOf('/'))

/** What the tests stand for: a file of ours, or, by the name of their folder, a side of one or of a part of a room. */
const stands = new Set([...sources.map(({ name }) => name), ...[...filesIn('tests').keys()].map(stem)])
const folders = new Set(sources.map(({ name }) => folder(name)))

test('every test stands for a file by its name, or for a side of what its folder is called after', () => {
  const known = (name: string) => stands.has(name) || stands.has(folder(name)) || folders.has(folder(name))
  expect(tests.filter((name) => !known(name) && !name.startsWith('house/'))).toEqual([])
})

/** Types alone leave nothing to run. */
const runs = (text: string) =>
  ts
    .createSourceFile('', text, ts.ScriptTarget.ES2022)
    .statements.some((one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one) && !isType(one))
const isType = (one: ts.Statement) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)

/** Files that some unit test comes to through its imports, and theirs. */
function reached(): Set<string> {
  const imports = new Map(
    [...filesIn('tests/unit'), ...filesIn('tests/fixtures'), ...filesIn('src')].map(([path, text]) => [
      path,
      importsOf(path, text),
    ]),
  )
  const found = new Set(filesIn('tests/unit').keys())
  for (const path of found) for (const { to } of imports.get(path) ?? []) found.add(to)
  return found
}

test('every file of core, state and output that does something is run by a unit test', () => {
  const run = reached()
  const bare = sources.filter(
    ({ path, text }) => /^src\/(core|state|output)\/.*(?<!\.d)\.ts$/.test(path) && runs(text) && !run.has(path),
  )
  expect(bare.map(({ path }) => path)).toEqual([])
})
