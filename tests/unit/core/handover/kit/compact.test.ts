import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kitOf } from '../../../../../src/core/handover/kit/kit'
import { loadPs1, loadSh } from '../../../../../src/core/handover/kit/scripts'
import { restorePl, restorePy } from '../../../../../src/core/handover/restore-scripts'
import { compacted } from '../../../../fixtures/compacting'
import {
  contentsFor,
  digestFor,
  fakeDocker,
  load,
  loadsOf,
  shells,
  writeKit,
  type Shell,
} from '../../../../fixtures/kitting'
import { sampleFile } from '../../../../fixtures/opening'
import { ensure } from '../../../../machine.mjs'

const missing = ensure('dash', 'busybox')

const named = (name: string) => ({ name, diffIds: [digestFor('a')] })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layershed it's a kit "))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.skipIf(missing)('what is compact', () => {
  /** As every compact archive has them. */
  const scripts = [restorePl, restorePy].map(({ name, text }) => ({ name: `layershed/${name}`, text }))

  /** The sample, made compact against its base, for a script that finds no old image in the engine. */
  async function compactKit() {
    const [app, old] = await Promise.all(['docker20-ip-server.tar', 'docker20-base.tar'].map(sampleFile))
    const file = '01-app.compact.tar'
    writeFileSync(join(folder, file), (await compacted(app!, [old!], 'gzip', [], scripts)).bytes)
    writeKit(folder, [{ file, contents: contentsFor('app:1', '2', 'ab'), old: [named('base:1')] }])
    const bin = fakeDocker(folder, {})
    return (shell: Shell, ...args: string[]) =>
      load(shell, folder, args, { PATH: [bin, process.env['PATH']].join(delimiter) })
  }

  test.each(Object.keys(shells) as Shell[])('is made whole before anything is loaded, in %s', async (shell) => {
    const loaded = await compactKit()
    const lacking = loaded(shell)
    expect([lacking.status, lacking.lines.at(-2)]).toEqual([4, expect.stringContaining('what it is made whole of (base:1)')]) // prettier-ignore
    const base = resolve('tests/fixtures/docker20-base.tar')
    expect(loaded(shell, '--check', '--base', base)).toMatchObject({ status: 0 })
    expect(loaded(shell, '--check', `--base=${relative('.', base)}`)).toMatchObject({ status: 0 })
    const cut = join(folder, 'cut.tar')
    writeFileSync(cut, readFileSync(base).subarray(0, 5000))
    expect(loaded(shell, '--base', cut)).toMatchObject({ status: 4 })
    expect(loaded(shell, '--base', join(folder, 'absent.tar'))).toMatchObject({ status: 3 })
    expect(loadsOf(join(folder, 'bin'))).toEqual([])
  })
})

test('of what is compact both scripts know, and load.sh knows what it is made whole of', () => {
  const contents = contentsFor('app:1', '2', 'ab')
  const kit = kitOf(
    [
      { file: '01-a.compact.tar', contents, old: ['old:1', 'a;touch harm', 'more/old:2'].map(named) },
      { file: '02-b.compact.tar', contents, old: [named('镜像')] },
      { file: '03-c.tar', contents },
      { file: '04-d.compact.tar', contents, old: [named('old:1')], uponEarlier: true },
      { file: '05-e.compact.tar', contents, old: [], uponEarlier: true },
    ],
    [],
  )
  const lines = loadSh(kit).match(/^ {2}(?:old|archive) '.*/gm)
  const layer = `'${digestFor('a')}'`
  expect(lines?.map((line) => line.trim().replace(/^archive (\S+) .* /, 'archive $1 '))).toEqual([
    `old 'old:1' 'docker.io/library/old:1' ${layer}`,
    `old '-' '-' ${layer}`,
    `old 'more/old:2' 'docker.io/more/old:2' ${layer}`,
    "archive '01-a.compact.tar' 'old'",
    `old '-' '-' ${layer}`,
    "archive '02-b.compact.tar' 'old'",
    "archive '03-c.tar' ''",
    `old 'old:1' 'docker.io/library/old:1' ${layer}`,
    "archive '04-d.compact.tar' 'earlier'",
    "archive '05-e.compact.tar' 'earlier'",
  ])
  expect(loadPs1(kit).match(/Compact = .*/g)?.map((line) => line.trim())).toEqual([true, true, false, true, true].map((compact) => `Compact = $${String(compact)}`)) // prettier-ignore
})
