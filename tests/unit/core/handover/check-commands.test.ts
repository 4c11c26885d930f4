import { createRequire } from 'node:module'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Language, Parser } from 'web-tree-sitter'
import { checkBlobs, checkStacks } from '../../../../src/core/handover/check-commands'
import { run } from '../../../engines/run'
import { fakeDocker, shells, type Shell, type Shown } from '../../../fixtures/kitting'
import { ensure } from '../../../machine.mjs'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const check = (layers: string) => ({ image: 'app', reference: 'base:1', diffIds: [...layers].map(digest) })
const image = (name: string, layers: string): Shown => ({ name, id: digest('9'), layers: [...layers].map(digest) })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layershed-checks-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const missing = ensure('dash', 'busybox')

describe.skipIf(missing).for(Object.keys(shells) as Shell[])('in %s', (shell) => {
  const [program, ...before] = shells[shell]
  const answer = (line: string | undefined, bin: string) =>
    run(program, [...before, '-c', line ?? ''], { PATH: [bin, process.env['PATH']].join(delimiter) }).printed

  test.each<[string, Shown[], string]>([
    ['the base under another name', [{ ...image('x:1', 'cc'), id: digest('8') }, image('other:9', 'ab')], 'OK'],
    ['only what was built on it', [image('child:1', 'abc')], 'OK'],
    ['another stack of the same layers', [{ ...image('x:1', 'cab'), id: digest('8') }, image('y:1', 'ba')], 'MISSING'],
    ['only a part of it', [image('x:1', 'a')], 'MISSING'],
    ['nothing', [], 'MISSING'],
  ])('with %s', (_, images, verdict) => {
    const [line, ...others] = checkStacks('docker', 'sh', [check('ab')])
    expect(others).toEqual([])
    expect(answer(line, fakeDocker(folder, { images }))).toBe(`base: ${verdict}\n`)
  })

  test.each<[string, string, string]>([
    ['all blobs, and more', 'xab', 'OK'],
    ['some of them', 'a', 'MISSING'],
    ['none', '', 'MISSING'],
  ])('with %s', (_, there, verdict) => {
    const bin = fakeDocker(folder, {})
    const lines = [...there].map((letter) => `echo ${digest(letter)}\n`).join('')
    writeFileSync(join(bin, 'ctr'), `#!/bin/sh\n[ "$*" = '-n k8s.io content ls -q' ] || exit 1\n${lines}`, {
      mode: 0o755,
    })
    const [line] = checkBlobs('k8s.io', 'sh', [digest('a'), digest('b'), digest('a')])
    expect(answer(line, bin)).toBe(`base: ${verdict}\n`)
  })
})

test('one base is asked for once, and what is no digest by no command', () => {
  expect(checkStacks('podman', 'sh', [check('a'), { ...check('a'), reference: 'b:2' }])).toHaveLength(1)
  const hostile = [`x' | rm -rf ~; '`, '$(touch harm)', `sha256:${'a'.repeat(64)}\nrm`]
  expect(checkStacks('docker', 'sh', [{ image: 'a', reference: undefined, diffIds: hostile }])).toEqual([])
  expect(checkBlobs('moby', 'powershell', hostile)).toEqual([])
})

test('no line grows past what people copy', () => {
  const many = Array.from({ length: 250 }, (_, at) => `sha256:${at.toString(16).padStart(64, '0')}`)
  expect(checkBlobs('k8s.io', 'sh', many).map((line) => line.match(/-e /g)?.length)).toEqual([100, 100, 50])
})

test('what PowerShell is given has its grammar', async () => {
  await Parser.init()
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')
  const parser = new Parser().setLanguage(await Language.load(grammar))
  const lines = [
    ...checkStacks('docker', 'powershell', [check('ab')]),
    ...checkBlobs('k8s.io', 'powershell', [digest('a'), digest('b')]),
  ]
  expect(lines.map((line) => parser.parse(line)?.rootNode.hasError)).toEqual([false, false])
  for (const line of lines) expect(line).toMatch(/\{ 'base: OK' \} else \{ 'base: MISSING' \}$/)
})
