import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diffIdsOf, openAny, openCase } from '../../../../fixtures/cases'
import { diffIds, inspect } from '../../../../fixtures/inspects'
import { fileOf, utf8 } from '../../../../fixtures/tar'
import { faultOf } from '../../../../fixtures/opening'
import { open } from '../../../../../src/core/job/open'

const A = 'sha256:e1f45288d3dccc93dc5de51327f10189d9f6e132661e49eccaf8b1457a436408'
const B = 'sha256:aec6e976ee76e3e3a48caa40e85b191bde9e0fb5713d684cf77a77de0f6d601b'

test.each<[string, string[][]]>([
  ['14-crictl.json', [[A]]],
  ['16-rootfs-layers.json', [[A]]],
  ['16-rootfs-two.json', [[A], [A, B]]],
  ['17-jq-colour.txt', [[A]]],
  ['20-mixed.json', [[A]]],
  ['22-stderr-first.txt', [[A]]],
  ['47-inspect.json.gz', [[A]]],
])('%s is read as an inventory', async (name, layers) => {
  expect(diffIdsOf(await openCase(name))).toEqual(layers)
})

test('of a container among images it is said that it was passed over', async () => {
  const opened = await openCase('20-mixed.json')
  expect(opened.kind === 'inventory' && opened.inventory.findings).toMatchObject([
    { code: 'passed-over', facts: { found: 1 } },
  ])
})

test('a node’s images are containerd’s', async () => {
  const opened = await openCase('14-crictl.json')
  expect(opened.kind === 'inventory' && opened.inventory.images[0]?.store).toBe('containerd')
})

test.each([
  ['a long warning first', `${'WARN: '.repeat(200)}\n${JSON.stringify([inspect('A')])}`],
  ['white space first', `${' '.repeat(2000)}${JSON.stringify([inspect('A')])}`],
])('as a file with %s', async (_, text) => {
  expect(diffIdsOf(await openAny(fileOf(utf8(text), 'host.txt')))).toEqual([diffIds('A')])
})

test.each([
  ['prose', 'Error response from daemon: reference does not exist\n', 'plain-text'],
  ['a web page', '<!doctype html><script>if (a) { b[0] }</script>', 'plain-text'],
  ['no text', '\u0001\u0002', 'not-a-tar'],
])('a file of %s', async (_, text, code) => {
  expect((await faultOf(open(fileOf(utf8(text), 'file'))))?.code).toBe(code)
})

test('an archive that PowerShell took for text is told as that', async () => {
  const text = readFileSync('tests/fixtures/docker20-base.tar').toString('latin1')
  const mangled = Buffer.from(`\ufeff${text}`, 'utf16le')
  expect((await faultOf(open(fileOf(mangled, 'app.tar'))))?.code).toBe('not-a-tar')
})
