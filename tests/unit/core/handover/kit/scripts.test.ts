import { createRequire } from 'node:module'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Language, Parser } from 'web-tree-sitter'
import { kitOf } from '../../../../../src/core/handover/kit/kit'
import { loadPs1, loadSh } from '../../../../../src/core/handover/kit/scripts'
import { run } from '../../../../engines/run'
import {
  contentsFor,
  digestFor as digest,
  fakeDocker,
  load,
  loadsOf,
  shells,
  writeKit,
  type FakeDocker,
  type Shell,
} from '../../../../fixtures/kitting'
import { ensure } from '../../../../machine.mjs'

const missing = ensure('shellcheck', 'dash', 'busybox')
if (missing) console.warn(`Skipped, the tests of load.sh: ${missing}`)

const shown = (name: string, id: string, layers: string) => ({
  name,
  id: digest(id),
  layers: [...layers].map(digest),
})

const packed = [
  { file: '01-base.tar', contents: contentsFor('base:1', '1', 'a') },
  { file: '02-app.slim.tar', contents: contentsFor('app:1', '2', 'Ab') },
  { file: '03-web.slim.tar', contents: contentsFor('web:1', '3', 'Cd') },
]
const web = [{ image: 'web:1', reference: 'httpd:2', diffIds: [digest('c')] }]
const httpd = shown('other-name:9', '9', 'c')
const brings = {
  '01-base.tar': [shown('base:1', '1', 'a')],
  '02-app.slim.tar': [shown('app:1', '2', 'ab')],
  '03-web.slim.tar': [shown('web:1', '3', 'cd')],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layershed it's a kit "))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The kit, beside an engine of that state, loaded by that shell. */
function loaded(shell: Shell, state: FakeDocker | undefined, args: readonly string[], prepare = () => {}) {
  const kit = join(folder, 'kit')
  mkdirSync(kit)
  for (const { file } of packed) writeFileSync(join(kit, file), `bytes of ${file}`)
  writeKit(kit, packed, web)
  const bin = fakeDocker(folder, state)
  prepare()
  const answer = load(shell, kit, args, { PATH: [bin, process.env['PATH']].join(delimiter) })
  return { ...answer, loads: loadsOf(bin) }
}

const OKS = ['base:1: OK', 'app:1: OK', 'web:1: OK']

describe.skipIf(missing).for(Object.keys(shells) as Shell[])('load.sh in %s', (shell) => {
  test('loads in order, under whatever name the base is there, and says so', () => {
    const { status, lines, last, loads } = loaded(shell, { images: [httpd], brings }, [])
    expect(last).toBe('OK: all images (3) are loaded into docker.')
    expect(lines.slice(-4, -1)).toEqual(OKS)
    expect(status).toBe(0)
    expect(loads).toEqual(packed.map(({ file }) => file))
  })

  test('does all but load when it is only to check', () => {
    const { status, lines, last, loads } = loaded(shell, { images: [httpd], brings }, ['--check'])
    expect([status, last, loads]).toEqual([0, 'OK: all images (3) can be loaded into docker. Nothing was loaded.', []])
    expect(lines.slice(-4, -1)).toEqual(OKS)
  })

  test('a base that is not there stops everything before it begins', () => {
    const { status, lines, last, loads } = loaded(shell, { images: [shown('x', '8', 'ec')], brings }, [])
    expect([status, last, loads]).toEqual([4, 'FAILED: 3 of 3 images. Nothing was loaded.', []])
    expect(lines.slice(-4, -1)).toEqual([
      'base:1: FAILED: not loaded, because of the others',
      'app:1: FAILED: not loaded, because of the others',
      `web:1: FAILED: its base is missing here: httpd:2 (layers: 1, up to ${digest('c')})`,
    ])
  })

  test('a damaged file is found before anything is loaded, and one that is gone', () => {
    const spoil = () => {
      writeFileSync(join(folder, 'kit', '02-app.slim.tar'), 'other bytes')
      rmSync(join(folder, 'kit', '03-web.slim.tar'))
    }
    const { status, lines, last, loads } = loaded(shell, { images: [httpd], brings }, ['--check'], spoil)
    expect([status, last, loads]).toEqual([4, 'FAILED: 2 of 3 images. Nothing was loaded.', []])
    expect(lines.slice(-4, -1)).toEqual([
      'base:1: OK',
      'app:1: FAILED: 02-app.slim.tar is damaged: it is not what SHA256SUMS says',
      'web:1: FAILED: 03-web.slim.tar is not in this folder',
    ])
  })

  test('what the engine refuses is told in its words, and the rest is loaded', () => {
    const some = { '01-base.tar': brings['01-base.tar'], '03-web.slim.tar': brings['03-web.slim.tar'] }
    const { status, lines, last } = loaded(shell, { images: [httpd], brings: some, refuses: 'invalid $(diff) ID' }, [])
    expect([status, last]).toEqual([4, 'FAILED: 1 of 3 images.'])
    expect(lines.slice(-4, -1)).toEqual(['base:1: OK', 'app:1: FAILED: docker says: invalid $(diff) ID', 'web:1: OK'])
  })

  test('a disk that fills up meanwhile is the machine’s fault', () => {
    const state = { images: [httpd], refuses: 'write /var/lib: no space left on device' }
    const { status, last } = loaded(shell, state, [])
    expect([status, last]).toEqual([3, 'FAILED: no room: the disk is full. It stopped at 01-base.tar.'])
  })

  test('an image that is another one afterwards is none of ours', () => {
    const other = { ...brings, '02-app.slim.tar': [shown('app:1', '7', 'ab')], '03-web.slim.tar': [] }
    const { status, lines } = loaded(shell, { images: [httpd], brings: other }, [])
    expect(status).toBe(4)
    expect(lines.slice(-4, -1)).toEqual([
      'base:1: OK',
      `app:1: FAILED: app:1 has another ID there: ${digest('7')}`,
      'web:1: FAILED: docker has no image web:1',
    ])
  })

  test('an image without a name or a manifest is known by its layers, where IDs are another thing', () => {
    const { images, ...contents } = contentsFor('app:1', '2', 'ab')
    const unnamed = { ...contents, images: images.map((image) => ({ ...image, names: [], target: undefined })) }
    const kit = join(folder, 'kit')
    mkdirSync(kit)
    writeFileSync(join(kit, '01-app.tar'), 'bytes')
    writeKit(kit, [{ file: '01-app.tar', contents: unnamed }])
    const statuses = ['ab', 'ac'].map((layers) => {
      const bin = fakeDocker(folder, { brings: { '01-app.tar': [shown('<none>', '9', layers)] } })
      writeFileSync(join(bin, 'driver'), '[[driver-type io.containerd.snapshotter.v1]]')
      return load(shell, kit, [], { PATH: [bin, process.env['PATH']].join(delimiter) })
    })
    expect(statuses.map(({ lines }) => lines.at(-2))).toEqual([
      expect.stringMatching(/^sha256:2+: OK$/),
      expect.stringMatching(/^sha256:2+: FAILED: docker has no image of these layers$/),
    ])
  })

  test('too little room is said before anything is loaded', () => {
    const df = `#!/bin/sh\necho 'Filesystem 1024-blocks Used Available Capacity Mounted on'\necho '/dev/a b 9 8 3 100% /'\n`
    const small = () => writeFileSync(join(folder, 'bin', 'df'), df, { mode: 0o755 })
    const { status, last, loads } = loaded(shell, { images: [httpd], brings }, [], small)
    expect([status, loads]).toEqual([3, []])
    expect(last).toBe(
      `FAILED: no room: it takes 1 MiB in ${join(folder, 'bin')}, and 0 MiB are free. Nothing was loaded.`,
    )
  })

  test('where no engine answers, each that is there is told with its words', () => {
    const { status, lines, last } = loaded(shell, undefined, [])
    const looked = 'docker podman nerdctl k3s rke2 microk8s ctr'
    expect([status, last]).toEqual([3, `FAILED: no engine answers (looked for: ${looked}). Nothing was loaded.`])
    expect(lines).toContain('docker is here, but says: Not here.')
  })

  test('an engine that is named is the one that is asked', () => {
    const { status, last } = loaded(shell, { images: [httpd], brings }, ['--engine', 'podman'])
    expect([status, last]).toEqual([3, 'FAILED: no engine answers (looked for: podman). Nothing was loaded.'])
  })

  test('called otherwise it says how', () => {
    for (const args of [['--load'], ['--engine'], ['--engine', 'rkt']]) {
      const { status, last } = loaded(shell, { images: [httpd], brings }, args)
      expect([status, last]).toEqual([2, expect.stringMatching(/^Usage: sh load\.sh/)])
      rmSync(join(folder, 'kit'), { recursive: true })
    }
  })
})

/** What others may call their files; whatever a page saves is free of slashes and of what ends a line. */
const hostile = [
  "01-it's.tar",
  '02-$(touch harm).tar',
  '03-`touch harm`.tar',
  '04-a;touch harm;.tar',
  '05-镜像  ’ “.tar',
]

test.skipIf(missing)('shellcheck finds nothing, in the script as it stands and in a kit of hostile names', () => {
  const kit = kitOf(hostile.map((file) => ({ file, contents: contentsFor('app:1', '2', 'Ab') })), []) // prettier-ignore
  const path = join(folder, 'load.sh')
  writeFileSync(path, loadSh(kit))
  // A name may well look like an expression, or have quotes of its own.
  expect(run('shellcheck', ['--exclude=SC2016,SC1112', path])).toMatchObject({ said: '' })
  expect(run('shellcheck', ['src/core/handover/kit/load.sh'])).toMatchObject({ said: '' })
  for (const shell of Object.values(shells))
    expect(run(shell[0], [...shell.slice(1), '-n', path])).toMatchObject({ said: '' })
  const bin = fakeDocker(folder, {})
  expect(run('dash', [path, '--check'], { PATH: [bin, process.env['PATH']].join(delimiter) }).status).toBe(4)
  expect(readdirSync(folder)).not.toContain('harm')
})

test('a kit stands in place of the example, and the rest of each script is as it was', () => {
  const kit = kitOf([{ file: '01-a$&.tar', contents: contentsFor('app:1', '2', 'Ab') }], web)
  for (const script of [loadSh(kit), loadPs1(kit)]) {
    expect(script).toContain(`'01-a$&.tar'`)
    expect(script).not.toContain('sha256:0000')
    expect(script).toContain('# <<<')
  }
  expect(loadSh(kit)).toMatch(/^#!\/bin\/sh\n[^]*\nmain "\$@"\n$/)
})

test('load.ps1 has the grammar of PowerShell, as it stands and in a kit of hostile names', async () => {
  await Parser.init()
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')
  const parser = new Parser().setLanguage(await Language.load(grammar))
  const kit = kitOf(hostile.map((file) => ({ file, contents: contentsFor('app:1', '2', 'Ab') })), []) // prettier-ignore
  const scripts = [readFileSync('src/core/handover/kit/load.ps1', 'utf8'), loadPs1(kit).slice(1), loadPs1([]).slice(1)]
  expect(scripts.map((script) => parser.parse(script)?.rootNode.hasError)).toEqual([false, false, false])
  expect(parser.parse('if ($a { }\n')?.rootNode.hasError).toBe(true)
})

test('load.ps1 tells its encoding, ends its lines as Windows does, and quotes as PowerShell wants it', () => {
  const script = loadPs1(kitOf([{ file: '01-it’s ‘a’.tar', contents: contentsFor('app:1', '2', 'Ab') }], []))
  expect(script.startsWith('\uFEFF#')).toBe(true)
  expect(script.match(/(?<!\r)\n/)).toBeNull()
  expect(script).toContain(`File = '01-it’’s ‘‘a’’.tar'`)
  expect(script).toContain('UNTESTED')
})
