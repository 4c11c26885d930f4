import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { load, shells, type Shell } from '../fixtures/kitting'
import { ensure, ensureAsRoot } from '../machine.mjs'
import { savedAgain, type Engine } from './carry'
import { APP, chainIn, compactKitIn, kitIn, setIn } from './kits'
import { base, sample, target } from './samples'
import { describeEngine } from './skipping'
import { useContainerd, useDocker, usePodman, useWorkbench } from './workbench'
import { imagesIn } from './whole'

/** The script of a kit, `load.sh` itself, run by small shells on the engines. */

interface Over extends Engine {
  readonly env: NodeJS.ProcessEnv
  readonly rename: (from: string, to: string) => void
}

/** How the scripts are called for the engine, and what it calls the base. */
interface Called {
  readonly name: string
  readonly base: string
}

/** What holds on every engine, with each of the shells. */
function holds(called: Called, engine: () => Over, folder: () => string) {
  describe.for(Object.keys(shells) as Shell[])('%s', (shell) => {
    const loaded = (kit: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
      load(shell, kit, ['--engine', called.name, ...args], { ...engine().env, ...env })
    const haveBase = (archive = base('docker20')) => expect(engine().load(archive)).toMatchObject({ ok: true })
    const none = 'FAILED: 1 of 1 images. Nothing was loaded.'

    function expectWhole(before: readonly string[]) {
      const arrived = engine()
        .images()
        .filter((image) => !before.includes(image))
      expect(savedAgain(engine(), arrived)).toEqual(imagesIn(target('docker20')))
    }

    test('all is well, and twice as well', async () => {
      haveBase()
      const before = engine().images()
      const kit = await kitIn(folder())
      const check = loaded(kit, ['--check'])
      expect([check.status, check.last]).toEqual([
        0,
        `OK: all images (1) can be loaded into ${called.name}. Nothing was loaded.`,
      ])
      expect(engine().images()).toEqual(before)
      for (let times = 0; times < 2; times++) {
        const { status, lines, last } = loaded(kit)
        expect([status, ...lines.slice(-2)]).toEqual([0, 'ip-server:1.0.0: OK', last])
        expect(last).toBe(`OK: all images (1) are loaded into ${called.name}.`)
      }
      expectWhole(before)
    })

    test('the base is not there', async () => {
      const { status, lines, last } = loaded(await kitIn(folder()))
      expect([status, last]).toEqual([4, none])
      expect(lines.at(-2)).toMatch(/^ip-server:1\.0\.0: FAILED: its base is missing here: .*sha256:a689d4a7/)
      expect(engine().images()).toEqual([])
    })

    test('the base is there under another name', async () => {
      haveBase()
      engine().rename(called.base, called.base.replace(/sample-base:7$/, 'what/ever:9'))
      const before = engine().images()
      expect(loaded(await kitIn(folder()))).toMatchObject({ status: 0 })
      expectWhole(before)
    })

    test('only what was built on the base is there', async () => {
      haveBase(sample('docker20-web.tar'))
      const before = engine().images()
      expect(loaded(await kitIn(folder()))).toMatchObject({ status: 0 })
      expectWhole(before)
    })

    test('there is no room', async () => {
      haveBase()
      const before = engine().images()
      const kit = await kitIn(folder())
      const bin = mkdtempSync(join(folder(), 'df-'))
      const df = 'echo Filesystem 1024-blocks Used Available Capacity Mounted on; echo /dev/sda1 100 93 7 93% /var'
      writeFileSync(join(bin, 'df'), `#!/bin/sh\n${df}\n`, { mode: 0o755 })
      const path = engine().env['PATH'] ?? process.env['PATH']
      const { status, last } = loaded(kit, [], { PATH: [bin, path].join(delimiter) })
      expect([status, last]).toEqual([
        3,
        expect.stringMatching(/^FAILED: no room: it takes 1 MiB in \/.* Nothing was loaded\.$/),
      ])
      expect(engine().images()).toEqual(before)
    })

    test('a file is damaged', async () => {
      haveBase()
      const before = engine().images()
      const kit = await kitIn(folder())
      const bytes = readFileSync(join(kit, APP))
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(join(kit, APP), bytes)
      const { status, lines, last } = loaded(kit)
      expect([status, last]).toEqual([4, none])
      expect(lines.at(-2)).toBe(`ip-server:1.0.0: FAILED: ${APP} is damaged: it is not what SHA256SUMS says`)
      expect(engine().images()).toEqual(before)
    })

    test('names that stand in another order than the one of loading', async () => {
      const kit = await kitIn(folder(), 'universal', ['02-base.tar', '01-app.slim.tar'], [base('docker20')])
      const { status, lines } = loaded(kit)
      expect([status, ...lines.slice(-3)]).toEqual([
        0,
        'sample-base:7: OK',
        'ip-server:1.0.0: OK',
        `OK: all images (2) are loaded into ${called.name}.`,
      ])
    })

    test('what is compact is made whole on the way in, of a file that is named', async () => {
      const kit = await compactKitIn(folder())
      const alone = loaded(kit)
      expect([alone.status, alone.lines.at(-2)]).toEqual([4, expect.stringContaining('(sample-base:7)')])
      const cut = join(kit, 'cut.tar')
      writeFileSync(cut, readFileSync(base('docker20')).subarray(0, 5000))
      const wrong = loaded(kit, ['--base', cut])
      expect([wrong.status, wrong.last]).toEqual([4, none])
      expect(engine().images()).toEqual([])
      expect(loaded(kit, ['--check', '--base', base('docker20')])).toMatchObject({ status: 0 })
      expect(engine().images()).toEqual([])
      expect(loaded(kit, ['--base', base('docker20')])).toMatchObject({ status: 0 })
      expectWhole([])
    })

    test('what is compact is made whole of what the engine has', async () => {
      haveBase()
      const before = engine().images()
      const { status, lines } = loaded(await compactKitIn(folder()))
      expect([status, lines.at(-2)]).toEqual([0, 'ip-server:1.0.0: OK'])
      expectWhole(before)
    })

    test('what is compact finds the old layers under another name, but in containerd', async () => {
      haveBase()
      engine().rename(called.base, called.base.replace(/sample-base:7$/, 'what/ever:9'))
      const { status, lines } = loaded(await compactKitIn(folder()))
      if (called.name !== 'ctr') return expect([status, lines.at(-2)]).toEqual([0, 'ip-server:1.0.0: OK'])
      expect([status, lines.at(-2)]).toEqual([4, expect.stringMatching(/lacks what .* \(sample-base:7\): name .* --base FILE$/)]) // prettier-ignore
    })

    test('what is compact finds the old layers in what was built on them, but in containerd', async () => {
      haveBase(sample('docker20-web.tar'))
      expect(loaded(await compactKitIn(folder())).status).toBe(called.name === 'ctr' ? 4 : 0)
    })

    test('compact archives that build upon each other are made whole in their order, and leave nothing behind', async () => {
      const temp = mkdtempSync(join(folder(), 'temp-'))
      const kit = await chainIn(folder())
      expect(loaded(kit, ['--base', base('docker20')], { TMPDIR: join(temp, 'absent') }).status).toBe(3)
      haveBase()
      const { status, lines } = loaded(kit, [], { TMPDIR: temp })
      expect([status, ...lines.slice(-4, -1)]).toEqual([0, 'ip-server:1.0.0: OK', 'ip-server:1.0.0: OK', 'web:2.1: OK'])
      expect(readdirSync(temp)).toEqual([])
    })

    test('a compact archive is made of the whole one before it, where there is nothing else', async () => {
      const { status, lines } = loaded(await setIn(folder()))
      expect([status, ...lines.slice(-3, -1)]).toEqual([0, 'sample-base:7: OK', 'ip-server:1.0.0: OK'])
    })

    test('an archive as is goes where it does no harm', async () => {
      haveBase()
      const before = engine().images()
      const { status, lines } = loaded(await kitIn(folder(), 'as-is'))
      if (called.name !== 'ctr') return expectWhole(before)
      expect(status).toBe(4)
      expect(lines.at(-2)).toContain('would load it damaged')
      expect(engine().images()).toEqual(before)
    })
  })
}

const small = ensure('dash', 'busybox')

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker') ?? small, () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)
  holds({ name: 'docker', base: 'sample-base:7' }, docker, () => bench.folder)
})

describeEngine('Podman', ensureAsRoot('podman') ?? small, () => {
  const bench = useWorkbench()
  const podman = usePodman(bench)
  holds({ name: 'podman', base: 'localhost/sample-base:7' }, podman, () => bench.folder)
})

describeEngine('containerd', ensureAsRoot('ctr', 'containerd') ?? small, () => {
  const bench = useWorkbench()
  const containerd = useContainerd(bench)
  holds({ name: 'ctr', base: 'docker.io/library/sample-base:7' }, containerd, () => bench.folder)
})

/** What hands on to ctr: k3s with a socket of its own, MicroK8s with the arguments that its snap keeps for that. */
const handsOn = {
  k3s: '[ "$1" = ctr ] || exit 64\nshift\nexec ctr "$@"',
  microk8s: '[ "$1" = ctr ] || exit 64\nshift\nexec ctr --address="$CONTAINERD_ADDRESS" --namespace k8s.io "$@"',
}

describeEngine('containerd behind stand-ins', ensureAsRoot('ctr', 'containerd') ?? small, () => {
  const bench = useWorkbench()
  const containerd = useContainerd(bench)

  test.each(Object.entries(handsOn))('%s', async (name, script) => {
    const bin = join(bench.folder, `bin-${name}`)
    mkdirSync(bin)
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const env = { ...containerd().env, PATH: [bin, process.env['PATH']].join(delimiter) }
    const kit = await kitIn(bench.folder)
    const loaded = () => load('dash', kit, ['--engine', name], env)
    expect(loaded()).toMatchObject({ status: 4, last: 'FAILED: 1 of 1 images. Nothing was loaded.' })
    expect(containerd().load(base('docker20'))).toMatchObject({ ok: true })
    expect(loaded()).toMatchObject({ status: 0, last: `OK: all images (1) are loaded into ${name}.` })
    expect(containerd().complete()).toEqual(containerd().images())
  })
})
