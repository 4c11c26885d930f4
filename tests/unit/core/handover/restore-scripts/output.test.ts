import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ArchiveError } from '../../../../../src/core/errors'
import { walk } from '../../../../../src/core/tar/walk'
import { BlobSource } from '../../../../../src/core/tar/source'
import { changedLayer, example, heldLayer, segments, sources } from '../../../../fixtures/compact-example'
import type { CompactArchive, Part } from '../../../../fixtures/compact-archives'
import { digestOf } from '../../../../fixtures/layers'
import { Desk, languages, type Language } from '../../../../fixtures/restoring-by-script'
import { bytesOf, fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const desk = new Desk()
desk.put('base.tar', tarOf([...sources, heldLayer].map((body, at) => ({ name: `${at}.tar`, body }))))
const { whole, members } = example()
desk.put('app.compact.tar', tarOf(members))

/** With other bytes in an entry. */
const damaged = (members: CompactArchive['members'], ending: string, at: number): Bytes =>
  tarOf(
    members.map((one) => {
      if (!one.name.endsWith(ending)) return one
      const body = bytesOf(one.body).slice()
      body[at < 0 ? body.length + at : at]! ^= 1
      return { ...one, body }
    }),
  )

describe('a file', () => {
  test('is there when all of it was right', async () => {
    for (const language of languages) {
      const { state, out } = await desk.run(language, ['-o', `${language} out.tar`, 'app.compact.tar', 'base.tar'])
      expect([state, out.length]).toEqual([0, 0])
      expect(readFileSync(desk.path(`${language} out.tar`)).equals(whole)).toBe(true)
    }
    expect(readdirSync(desk.folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('is not there else, nor a part of it', async () => {
    desk.put('bad.tar', damaged(members, 'frame.tar', -1200))
    const { state, said } = await desk.runBoth(['-o', 'never.tar', 'bad.tar', 'base.tar'])
    const sum = (bytes: Uint8Array) => `${bytes.length} bytes, ${digestOf(bytes)}`
    expect(said).toMatch(`damaged: it was made from ${sum(whole)}, and came to ${whole.length} bytes, sha256:`)
    expect([state, said]).toEqual([
      4,
      expect.stringMatching(/\. Copy it again; where that does not help, make it anew\n$/),
    ])
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('never'))).toEqual([])
  })

  test('is never put in place of what is no file', async () => {
    execFileSync('mkfifo', [desk.path('device')])
    for (const words of [[], ['--check']]) {
      const { state, said } = await desk.runBoth([...words, '-o', 'device', 'app.compact.tar', 'base.tar'])
      expect([state, said]).toEqual([3, "FAILED: can't write device: it is no file\n"])
    }
    expect(statSync(desk.path('device')).isFIFO()).toBe(true)
  })

  test('is put together in no place where there is something already', async () => {
    desk.put('new.tar.part', readFileSync(desk.path('base.tar')))
    const { state, said } = await desk.runBoth(['-o', 'new.tar', 'app.compact.tar', 'new.tar.part'])
    expect([state, said]).toEqual([3, "FAILED: can't write new.tar.part: it is there already\n"])
    expect(readFileSync(desk.path('new.tar.part')).equals(readFileSync(desk.path('base.tar')))).toBe(true)
  })

  test('of another name than the note says is nobody’s', async () => {
    const { note } = example()
    expect(readdirSync(desk.folder)).not.toContain(note.archive!.name)
  })
})

test('--check says the same, and writes nothing', async () => {
  const said = (await desk.runBoth(['app.compact.tar', 'base.tar'])).said
  expect(await desk.runBoth(['--check', 'app.compact.tar', 'base.tar'])).toEqual({
    state: 0,
    out: Buffer.alloc(0),
    said,
  })
  expect(await desk.runBoth(['--check', '-o', 'none.tar', 'app.compact.tar', 'base.tar'])).toMatchObject({ state: 0 })
  expect(existsSync(desk.path('none.tar'))).toBe(false)
  const { state, said: why } = await desk.runBoth(['--check', damagedAs('unwhole.tar'), 'base.tar'])
  expect([state, why]).toEqual([
    4,
    expect.stringMatching(/layer sha256:\w{64} came to sha256:\w{64}, though its bases are right\./),
  ])
})

/** The literals are others, but well packed: the hash alone tells. */
function damagedAs(name: string, parts?: readonly Part[]): string {
  const spec = parts ? { parts } : {}
  const other = segments.map((one) => ({ ...one, literals: one.literals.map((byte) => byte ^ 1) }))
  const good = example({ ...spec, saysWhole: false })
  const changed = (parts ?? wholeParts).map((part) => (part.from === segments ? { ...part, from: other } : part))
  const bad = example({ parts: changed, saysWhole: false })
  const literals = bad.members.find((one) => one.name.endsWith('/literals'))!
  return desk.put(
    name,
    tarOf(good.members.map((one) => (one.name.endsWith('/literals') ? { ...literals, name: one.name } : one))),
  )
}

const changed: Part = { member: { name: 'a/layer.tar', body: changedLayer }, from: segments }
const held: Part = { member: { name: 'b/layer.tar', body: heldLayer }, from: 'held' }
const manifest: Part = { member: { name: 'manifest.json', body: '[]' } }
const wholeParts = [changed, held, manifest]

/** What a reader like the engines' lists of it, to the end. */
async function list(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = []
  for await (const entry of walk(new BlobSource(fileOf(bytes), 'out.tar'))) names.push(entry.name)
  return names
}

const MB = 1024 * 1024

test('what is whole is listed to its end', async () => {
  expect(await list(whole)).toContain('manifest.json')
})

describe.each(languages)('%s to the standard output: what went out before a fault is no archive', (language) => {
  /** The bytes held back begin at many places: among them where one entry ends and the next begins. */
  test.each([-1536, -1024, -600, -512, -1, 0, 300, 512, 1024, 1500, 2048, 9000])('%i', async (more) => {
    const big: Part = { member: { name: 'new.tar', body: new Uint8Array(3 * MB + more).fill(7) } }
    const small: Part = { member: { name: 'small.tar', body: 'x'.repeat(700) } }
    const name = damagedAs('bad.compact.tar', [manifest, small, held, big, small, changed])
    const { state, out } = await desk.run(language, [name, 'base.tar'])
    expect(state).toBe(4)
    expect(out.length).toBeGreaterThan(MB)
    await expect(list(out)).rejects.toThrow(ArchiveError)
  })

  test('where only the whole is wrong', async () => {
    const big: Part = { member: { name: 'new.tar', body: new Uint8Array(3 * MB).fill(7) } }
    const { members } = example({ parts: [manifest, big, changed, manifest] })
    desk.put('frame.tar', damaged(members, 'frame.tar', 2 * MB))
    const { state, out } = await desk.run(language, ['frame.tar', 'base.tar'])
    expect([state, out.length > MB]).toEqual([4, true])
    await expect(list(out)).rejects.toThrow(ArchiveError)
  })
})

describe('what this machine lacks ends with 3', () => {
  const args = ['app.compact.tar', 'base.tar']

  /** What a script says from within a shell that leaves it little room. */
  async function saidIn(shell: string, language: Language, words: readonly string[]) {
    const script = language === 'perl' ? ['perl', 'restore.pl'] : ['python3', 'restore.py']
    const child = spawn('sh', ['-c', shell, 'sh', ...script, ...words], {
      cwd: desk.folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const said: Buffer[] = []
    child.stderr.on('data', (piece: Buffer) => said.push(piece))
    const state = await new Promise((resolve) => child.on('close', resolve))
    return [state, Buffer.concat(said).toString()]
  }

  /** No file may become larger than that; whoever writes hears of it as of a full disk. */
  const narrow = `trap '' XFSZ; ulimit -f 4; exec "$@"`

  test.each([
    ['behind a pipe', '"$@" > /dev/full', args, "can't write the standard output: No space left on device"],
    ['for the file', narrow, ['-o', 'large.tar', ...args], "can't write large.tar: File too large"],
    [
      'for what is unpacked',
      narrow,
      ['--check', 'app.compact.tar', 'base.tar.gz'],
      "can't write a temporary file (TMPDIR may name another folder for it): File too large",
    ],
  ])('room %s', async (_, shell, words, why) => {
    desk.put('base.tar.gz', gzipSync(readFileSync(desk.path('base.tar'))))
    for (const language of languages) expect(await saidIn(shell, language, words)).toEqual([3, `FAILED: ${why}\n`])
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('large'))).toEqual([])
  })

  test('a folder to write to, said before a base is read', async () => {
    const { state, said } = await desk.runBoth(['-o', 'none/x.tar', 'app.compact.tar', 'nowhere.tar'])
    expect([state, said]).toEqual([3, "FAILED: can't write none/x.tar: No such file or directory\n"])
    expect(await desk.runBoth(['-o', 'x.tar', 'app.compact.tar', 'nowhere.tar'])).toMatchObject({ state: 3 })
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('x.tar'))).toEqual([])
  })

  test('zstd, said before anything is read or written', async () => {
    mkdirSync(desk.path('bin'))
    for (const tool of ['sha256sum', 'gzip'])
      desk.put(`bin/${tool}`, `#!/bin/sh\nexec ${execFileSync('which', [tool], { encoding: 'utf8' }).trim()} "$@"\n`)
    for (const tool of ['sha256sum', 'gzip']) chmodSync(desk.path(`bin/${tool}`), 0o755)
    desk.put('packed.tar', tarOf(example({ codec: 'zstd' }).members))
    const env = { PATH: desk.path('bin') }
    const { state, said } = await desk.runBoth(['packed.tar', 'none.tar'], { env })
    expect([state, said]).toEqual([3, 'FAILED: zstd is not on this machine\n'])
    expect(await desk.runBoth(args, { env })).toMatchObject({ state: 0 })
  })

  test.each(languages)('patience: %s interrupted leaves nothing', async (language) => {
    mkdirSync(desk.path(`slow-${language}`))
    const slow = desk.put(`slow-${language}/zstd`, '#!/bin/sh\nwhile echo frame; do sleep 0.1; done\n')
    chmodSync(desk.path(slow), 0o755)
    desk.put(`${language}.compact.tar`, tarOf(example({ frame: 'zstd' }).members))
    const env = { PATH: `${desk.path(`slow-${language}`)}:${process.env['PATH']}` }
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(desk.folder, (_, name) => {
        if (name !== `${language}.part`) return
        watcher.close()
        resolve()
      })
    })
    const stopping = new AbortController()
    const words = ['-o', language, `${language}.compact.tar`, 'base.tar']
    const outcome = desk.run(language, words, { env, stop: stopping.signal })
    await begun
    stopping.abort()
    expect(await outcome).toMatchObject({ state: 3, said: 'FAILED: interrupted\n' })
    expect(readdirSync(desk.folder).filter((name) => name.startsWith(`${language}.part`) || name === language)).toEqual(
      [],
    )
  })
})

test('to a terminal goes nothing: how it is used, instead', () => {
  const inTerminal = 'import os, pty, sys; sys.exit(os.WEXITSTATUS(pty.spawn(sys.argv[1:]) % 65536))'
  for (const words of [
    ['perl', 'restore.pl'],
    ['python3', 'restore.py'],
  ]) {
    const ended = (() => {
      try {
        execFileSync('python3', ['-c', inTerminal, ...words, 'app.compact.tar', 'base.tar'], {
          cwd: desk.folder,
          stdio: 'pipe',
        })
        return { status: 0, stdout: '' }
      } catch (error) {
        const { status, stdout } = error as { status: number; stdout: Buffer }
        return { status, stdout: stdout.toString() }
      }
    })()
    expect(ended).toEqual({ status: 2, stdout: expect.stringContaining('docker load') })
  }
})
