import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { mkdirSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLayer, type FileType } from '../../../../src/core/layer/contents'
import { bytesOfStored, readStored } from '../../../../src/core/layer/stored'
import { BlobSource } from '../../../../src/core/tar/source'
import { modeText } from '../../../../src/ui/layer/mode'
import { blobSpool } from '../../../../src/worker/decoder/spool'
import { CountedBlob } from '../../../fixtures/counted-blob'
import { gnuTar, inDirectory, textOf } from '../../../fixtures/gnu-tar'
import { pack } from '../../../fixtures/layers'
import { bytesOfBlob, faultOf } from '../../../fixtures/opening'
import { pack as packBy } from '../../../fixtures/packing'
import { contentsOf, contentsOfMembers } from '../../../fixtures/reading-layers'
import { globalPax, tarOf, type Bytes, type Member } from '../../../fixtures/tar'
import { plant, tree, type Tree } from '../../../fixtures/trees'

const LETTERS: Readonly<Record<string, FileType>> = {
  '-': 'file',
  d: 'folder',
  l: 'symlink',
  h: 'hardlink',
  c: 'character-device',
  b: 'block-device',
  p: 'fifo',
}

/** `-rwxr-xr-x 0/0  12 2026-11-24 06:40:01 name`, as GNU tar lists a layer's entries. */
function listed(path: string) {
  const options = ['--quoting-style=literal', '--numeric-owner', '--full-time', '--utc']
  return execFileSync('tar', ['-tvf', path, ...options], { encoding: 'latin1' })
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const match = /^(.)(\S+) +(\d+)\/(\d+) +(\S+) +(\S+ [\d:]+)\S* (.*)$/s.exec(line)!
      const [, letter = '', mode, uid, gid, size, time, rest = ''] = match
      const type = LETTERS[letter]!
      const between = type === 'symlink' ? ' -> ' : type === 'hardlink' ? ' link to ' : undefined
      // Fractions of a second come in more than one width.
      const [name = '', link = ''] = (between ? rest.trimStart().split(between) : [rest.trimStart()]).map(textOf)
      const isDevice = letter === 'c' || letter === 'b'
      const mtime = Date.parse(`${time!.replace(' ', 'T')}Z`) / 1000
      return {
        path: name.replace(/^\.\/|\/$/g, ''),
        type,
        mode,
        uid: Number(uid),
        gid: Number(gid),
        size: isDevice ? 0 : Number(size),
        mtime,
        link: type === 'hardlink' ? link.replace(/^\.\//, '') : link,
      }
    })
    .filter(({ path }) => path !== '' && path !== '.')
}

async function expectAsListed(archive: string) {
  const { files } = await readLayer(new BlobSource(await openAsBlob(archive), archive))
  const ours = [...files.values()].map(({ path, type, mode, uid, gid, size, mtime, link }) => {
    return { path, type, mode: modeText(mode), uid, gid, size, mtime: Math.floor(mtime), link }
  })
  expect(ours).toEqual(listed(archive))
}

/** A link's field holds 99 or 100 bytes of it: the last ones are a part of a character. */
const CUT_IN_A_CHARACTER: Tree = {
  paths: ['na'],
  nodes: [{ kind: 'symlink', target: `n${'x'.repeat(97)}🐳` }],
}

test.each(['gnu', 'ustar', 'posix', 'v7'])(
  'a layer that GNU tar wrote (%s) is listed as GNU tar lists it',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(tree, (planted) =>
        inDirectory(async (directory) => {
          mkdirSync(join(directory, 'tree'))
          plant(planted, join(directory, 'tree'))
          // What a format cannot hold GNU tar leaves out.
          gnuTar(['-cf', 'layer.tar', `--format=${format}`, '-C', 'tree', '.'], directory)
          await expectAsListed(join(directory, 'layer.tar'))
        }),
      ),
      { numRuns: 12, examples: [[CUT_IN_A_CHARACTER]] },
    )
  },
)

test('modes, owners, devices and FIFOs are what GNU tar says they are', async () => {
  await inDirectory(async (directory) => {
    const members: Member[] = [0o755, 0o4755, 0o2711, 0o1777, 0o4644, 0o1644, 0o6000, 0].map((mode) => ({
      name: `mode-${mode.toString(8)}`,
      mode,
    }))
    const archive = join(directory, 'layer.tar')
    const odd: Member[] = [
      { name: 'null', type: '3' },
      { name: 'disk', type: '4' },
      { name: 'pipe', type: '6' },
      { name: 'owned', pax: { uid: '70000', gid: '80000', mtime: '1700000000.75' } },
    ]
    execFileSync('tee', [archive], { input: tarOf([...members, ...odd]), stdio: ['pipe', 'ignore', 'inherit'] })
    await expectAsListed(archive)
  })
})

test('whiteouts are deletions, opaque ones of all that a folder held; AUFS’s own marks are neither', async () => {
  const { files, deleted, opaque } = await contentsOfMembers(
    { name: 'etc/.wh.passwd' },
    { name: '.wh.tmp' },
    { name: 'var/cache/.wh..wh..opq' },
    { name: './.wh..wh..opq' },
    { name: '.wh..wh.plnk', type: '5' },
    { name: '.wh..wh.aufs' },
    { name: 'etc/hosts', body: 'x' },
  )
  expect([...files.keys()]).toEqual(['etc/hosts'])
  expect([...deleted]).toEqual(['etc/passwd', 'tmp'])
  expect([...opaque]).toEqual(['var/cache', ''])
})

test('of several entries with one path the last counts, and paths are the same however they are written', async () => {
  const { files } = await contentsOfMembers(
    { name: './a/b', body: 'first' },
    { name: '/a//b', body: 'second!' },
    { name: 'a/./b', body: 'the last' },
    { name: 'a/', type: '5' },
    { name: './', type: '5' },
    { name: '../../up/../out', body: 'x' },
    { name: 'a/again', type: '1', link: './a/b' },
  )
  expect([...files].map(([path, { size }]) => [path, size])).toEqual([
    ['a/b', 8],
    ['a', 0],
    ['out', 1],
    ['a/again', 0],
  ])
  expect(files.get('a/again')!.link).toBe('a/b')
})

test('a global PAX header is no file', async () => {
  expect((await contentsOf(tarOf([globalPax({ comment: 'x' }), { name: 'a' }]))).files.size).toBe(1)
})

test('more entries than can be looked at are cut, and so is a path that no system takes', async () => {
  const many = tarOf(Array.from({ length: 20 }, (_, at) => ({ name: `f${at}` })))
  const cut = await readLayer(new BlobSource(new Blob([many]), 'x'), undefined, 10)
  expect([cut.files.size, cut.cut]).toEqual([10, true])
  const whole = await readLayer(new BlobSource(new Blob([many]), 'x'), undefined, 20)
  expect([whole.files.size, whole.cut]).toEqual([20, false])
  const long = await contentsOfMembers({ name: 'a/'.repeat(4000), format: 'pax', type: '5' }, { name: 'b' })
  expect([[...long.files.keys()], long.cut]).toEqual([['b'], true])
})

test('no entries at all are no fault', async () => {
  expect((await contentsOf(tarOf([]))).files.size).toBe(0)
})

test('of a plain layer only headers are read', async () => {
  const bytes = tarOf(Array.from({ length: 3 }, (_, at) => ({ name: `f${at}`, body: new Uint8Array(5_000_000) })))
  const counted = new CountedBlob([bytes])
  await readLayer(new BlobSource(counted, 'layer.tar'))
  expect(counted.bytesRead).toBeLessThan(500_000)
})

describe.each(['tar', 'gzip', 'zstd'] as const)('a layer stored as %s', (encoding) => {
  const members: Member[] = [
    { name: 'bin/', type: '5', mode: 0o755 },
    { name: 'bin/a', body: 'a'.repeat(30_000), mode: 0o755 },
    { name: 'bin/b', body: 'b'.repeat(700) },
    { name: 'empty' },
    { name: '.wh.gone' },
  ]
  const plain = tarOf(members)
  const stored = (bytes: Uint8Array = pack(plain, encoding)) =>
    ({ file: 'app.tar', entry: 'layer', blob: new Blob([bytes as Bytes]), encoding }) as const

  test('is listed as its plain tar is', async () => {
    expect(await readStored(stored())).toEqual(await contentsOf(plain))
  })

  test('gives a file’s bytes back', async () => {
    const { files } = await readStored(stored())
    for (const { name, body } of members.slice(1, 4)) {
      const bytes = await bytesOfStored(stored(), files.get(String(name))!, blobSpool())
      expect(new TextDecoder().decode(await bytesOfBlob(bytes))).toBe(body ?? '')
    }
  })

  test('that is cut off is an error with a code', async () => {
    const bytes = pack(plain, encoding)
    const fault = await faultOf(readStored(stored(bytes.subarray(0, bytes.length / 3))))
    expect(fault?.code).toMatch(/^(?:truncated-payload|truncated-header|packed-truncated|packed-corrupt)$/)
    expect(fault?.facts['file']).toBe('app.tar: layer')
  })

  test('tells how far it is, and stops when it is told to', async () => {
    const large = tarOf([{ name: 'noise', body: randomBytes(2_500_000) }, ...members])
    const bytes = encoding === 'tar' ? large : packBy(encoding, large)
    const told: number[] = []
    await readStored(stored(bytes), { onRead: (read) => told.push(read) })
    expect(told.at(-1)).toBeGreaterThan(2_000_000)
    expect(told.at(-1)).toBeLessThanOrEqual(bytes.length)
    const stop = () => Promise.reject(new DOMException('stop', 'AbortError'))
    await expect(readStored(stored(), { breathe: stop })).rejects.toThrow('stop')
  })
})

test('what is no tar at all says so', async () => {
  const noise = new Blob(['no layer '.repeat(200)])
  expect(await faultOf(readStored({ file: 'app.tar', entry: 'layer', blob: noise, encoding: 'tar' }))).toMatchObject({
    code: 'not-a-tar',
  })
})
