import { expect, test } from 'vitest'
import { adviceOn } from '../../../../src/core/cost/advice'
import { kindOf } from '../../../../src/core/cost/kinds'
import { Tally } from '../../../../src/core/cost/tally'

test.each([
  ['usr/share/doc/git/changelog.gz', 'docs'],
  ['usr/share/man/man1/git.1.gz', 'docs'],
  ['usr/share/locale/de/LC_MESSAGES/git.mo', 'translations'],
  ['var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease', 'apt-lists'],
  ['var/cache/apt/archives/git_1.deb', 'apt-cache'],
  ['var/cache/apt/pkgcache.bin', 'apt-cache'],
  ['var/cache/debconf/templates.dat-old', 'dpkg-backups'],
  ['var/lib/dpkg/status-old', 'dpkg-backups'],
  ['var/cache/ldconfig/aux-cache', 'ldconfig'],
  ['var/log/dpkg.log', 'logs'],
  ['var/cache/apk/APKINDEX.tar.gz', 'apk-cache'],
  ['var/cache/dnf/x/repodata/primary.xml.gz', 'dnf-cache'],
  ['var/cache/yum/x86_64/7/base/primary.sqlite', 'dnf-cache'],
  ['usr/lib/python3/dist-packages/a/__pycache__/b.cpython-311.pyc', 'bytecode'],
  ['app/b.pyc', 'bytecode'],
  ['root/.cache/pip/http/1/2', 'pip-cache'],
  ['root/.npm/_cacache/index-v5/1', 'npm-cache'],
  ['home/node/.npm/_cacache/index-v5/1', 'npm-cache'],
  ['root/.cache/go-build/00/a', 'go-cache'],
  ['go/pkg/mod/cache/download/x/@v/list', 'go-modules'],
  ['app/.git/objects/pack/pack-1.pack', 'git'],
  ['tmp/build.log', 'temporary'],
  ['usr/share/doc', undefined],
  ['var/lib/dpkg/status', undefined],
  ['var/cache/debconf/templates.dat', undefined],
  ['usr/lib/python3/a.py', undefined],
  ['app/.github/workflows/x.yml', undefined],
  ['root/.cache/huggingface/model', undefined],
  ['app/tmp/x', undefined],
  ['opt/app/share/doc/x', undefined],
])('%s is of the kind %s', (path, kind) => {
  expect(kindOf(path)).toBe(kind)
})

interface Told {
  readonly path: string
  readonly cost: number
  readonly isRetimed?: boolean
}

const advice = (...files: readonly Told[]) => {
  const tally = new Tally()
  for (const { path, cost, isRetimed = false } of files)
    tally.add({
      path,
      fate: isRetimed ? 'unchanged' : 'changed',
      size: cost,
      isRetimed,
      header: { literal: 0, cost: isRetimed ? cost : 0 },
      data: { literal: 0, cost: isRetimed ? 0 : cost },
    })
  return adviceOn(tally).map(({ about, cost }) => [about, cost])
}

test('what gains most comes first, and what gains next to nothing is not told', () => {
  const [lists, log] = [
    { path: 'var/lib/apt/lists/a', cost: 500 },
    { path: 'var/log/a', cost: 900 },
  ]
  expect(advice(lists, log, { path: 'root/.cache/pip/a', cost: 1 })).toEqual([
    ['logs', 900],
    ['apt-lists', 500],
  ])
})

test('documentation is dpkg’s to leave out only where packages of dpkg are', () => {
  const docs = { path: 'usr/share/doc/a/changelog.gz', cost: 500 }
  expect(advice(docs)).toEqual([])
  expect(advice(docs, { path: 'var/lib/dpkg/status', cost: 10 })).toEqual([['docs', 500]])
})

test('headers are about times only where times are what differs', () => {
  const one = { path: 'a', cost: 10, isRetimed: true }
  expect(advice(one, { ...one, path: 'b' }, { path: 'c', cost: 100 })).toEqual([['times', 20]])
  expect(advice({ path: 'c', cost: 100 })).toEqual([])
})

test('what nobody knows, or has tried nothing against, has no advice', () => {
  expect(advice({ path: 'opt/app/main', cost: 500 })).toEqual([])
  expect(advice({ path: 'var/cache/apk/APKINDEX.tar.gz', cost: 500 })).toEqual([])
})
