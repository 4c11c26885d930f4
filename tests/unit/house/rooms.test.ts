import { expect, test } from 'vitest'
import { filesIn } from '../../house/files'
import { importsOf } from '../../house/imports'
import { breaches, circles, roomOf } from '../../house/rooms'

const files = filesIn('src')
const imports = [...files].flatMap(([path, text]) => importsOf(path, text))

test('every file has its room; loose in src/ are only the entry and declarations', () => {
  const loose = [...files.keys()].filter((path) => !roomOf(path) && !/^src\/[^/]+\.d\.ts$/.test(path))
  expect(loose).toEqual([])
})

test('imports run one way between rooms, types too', () => {
  expect(breaches(imports)).toEqual([])
})

test('no files import one another in a circle, types neither', () => {
  expect(circles(imports)).toEqual([])
})

const script = (line: string) => `<script lang="ts">\n  ${line}\n</script>\n<p>text</p>\n`

/** Each a file that must fail, beside one that differs in its import alone and passes. */
test.each<[what: string, path: string, wrong: string, right: string]>([
  ['ui → state', 'src/ui/x.ts', `import { Session } from '../state/session.svelte'`, `import { m } from '../messages'`],
  [
    'ui → saves, in a component',
    'src/ui/plan/X.svelte',
    script(`import { Saves } from '../../state/saves.svelte'`),
    script(`import { labels } from '../../messages'`),
  ],
  [
    'ui → state, types alone, in a component',
    'src/ui/plan/X.svelte',
    script(`import type { Saves } from '../../state/saves.svelte'`),
    script(`import type { Item } from '../../model/item'`),
  ],
  [
    'ui → state, in markup',
    'src/ui/plan/X.svelte',
    `{#await import('../../state/session.svelte') then s}{s}{/await}`,
    `{#await import('../../messages') then s}{s}{/await}`,
  ],
  [
    'ui → core’s values',
    'src/ui/x.ts',
    `import { slim } from '../core/job/slim'`,
    `import type { slim } from '../core/job/slim'`,
  ],
  ['core/tar → view', 'src/core/tar/x.ts', `import '../view/report'`, `import '../errors'`],
  [
    'core/tar → view, as a type’s import',
    'src/core/tar/x.ts',
    `let a: import('../view/report').A`,
    `let a: import('../errors').A`,
  ],
  ['core → worker', 'src/core/job/x.ts', `import '../../worker/door/api'`, `import '../form/as-is'`],
  [
    'core → worker, when needed',
    'src/core/job/x.ts',
    `await import('../../worker/door/api')`,
    `await import('../form/as-is')`,
  ],
  [
    'core → model',
    'src/core/view/x.ts',
    `import type { Item } from '../../model/item'`,
    `import type { A } from '../plan/plan'`,
  ],
  [
    'core → model, passed on',
    'src/core/view/x.ts',
    `export type { Item } from '../../model/item'`,
    `export * from '../plan/plan'`,
  ],
  ['core → svelte', 'src/core/view/x.ts', `import { tick } from 'svelte'`, `import { sha256 } from 'hash-wasm'`],
  ['core → Node', 'src/core/view/x.ts', `import { readFileSync } from 'node:fs'`, `import { sha256 } from 'hash-wasm'`],
  ['messages → ui', 'src/messages/x.ts', `import '../ui/part/words'`, `import type { A } from '../core/errors'`],
  [
    'messages → core’s values',
    'src/messages/x.ts',
    `import { A } from '../core/errors'`,
    `import { type A } from '../core/errors'`,
  ],
  ['output → state', 'src/output/x.ts', `import '../state/item'`, `import '../model/item'`],
  ['storage → output', 'src/storage/x.ts', `import '../output/save'`, `import 'idb'`],
  [
    'door → main worker',
    'src/worker/door/x.ts',
    `import W from '../main/worker?worker&inline'`,
    `import W from './life?worker&inline'`,
  ],
])('%s', (_, path, wrong, right) => {
  expect(breaches(importsOf(path, wrong))).toHaveLength(1)
  expect(breaches(importsOf(path, right))).toEqual([])
})

test('a circle inside of a room is found, of types alone too', () => {
  const header = importsOf('src/core/tar/header.ts', `import './pax'`)
  const pax = (line: string) => importsOf('src/core/tar/pax.ts', line)
  expect(circles([...header, ...pax(`import type { Header } from './header'`)])).toHaveLength(1)
  expect(circles([...header, ...pax(`import type { Fault } from '../errors'`)])).toEqual([])
})
