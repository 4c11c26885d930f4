import fc from 'fast-check'
import { existsSync, mkdirSync, openAsBlob } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { asListed, gnuTar, inDirectory, listedByGnuTar } from '../../../../fixtures/gnu-tar'
import { plant, tree, type Tree } from '../../../../fixtures/trees'

const indexed = async (path: string) => (await indexTar(new BlobSource(await openAsBlob(path), path))).entries

/** tarfile refuses what a format cannot hold, and then leaves no archive here. */
const PYTHON = `
import os, sys, tarfile
for name in ('USTAR', 'GNU', 'PAX'):
    try:
        with tarfile.open(name + '.tar', 'w', format=getattr(tarfile, name + '_FORMAT')) as tar:
            tar.add('tree', 'tree')
    except ValueError as error:
        if name != 'USTAR' or 'too long' not in str(error): raise
        os.remove(name + '.tar')
`

/** A random tree in a directory of its own, and the archives that `write` makes of it there. */
const withTree = (planted: Tree, check: (directory: string) => Promise<void> | void) =>
  inDirectory((directory) => {
    mkdirSync(join(directory, 'tree'))
    plant(planted, join(directory, 'tree'))
    return check(directory)
  })

async function expectSameListing(archive: string) {
  expect((await indexed(archive)).map(asListed)).toEqual(listedByGnuTar(archive))
}

/** What a format cannot hold (long names in v7) GNU tar leaves out, and says so by its status. */
test.each(['v7', 'oldgnu', 'gnu', 'ustar', 'posix'])(
  'GNU tar --format=%s is listed as GNU tar lists it',
  async (format) => {
    const check = (planted: Tree) =>
      withTree(planted, async (directory) => {
        const { status } = gnuTar(['-cf', 'tree.tar', `--format=${format}`, 'tree'], directory)
        expect(status).toBeOneOf(['v7', 'ustar'].includes(format) ? [0, 2] : [0])
        await expectSameListing(join(directory, 'tree.tar'))
      })
    await fc.assert(fc.asyncProperty(tree, check), { numRuns: 20 })
  },
)

test('Python’s tarfile, in its three formats, is listed as GNU tar lists it', async () => {
  const check = (planted: Tree) =>
    withTree(planted, async (directory) => {
      execFileSync('python3', ['-c', PYTHON], { cwd: directory, stdio: 'pipe' })
      const archives = ['USTAR.tar', 'GNU.tar', 'PAX.tar'].map((name) => join(directory, name))
      for (const archive of archives) if (existsSync(archive)) await expectSameListing(archive)
    })
  await fc.assert(fc.asyncProperty(tree, check), { numRuns: 12 })
})

test('entries lie end to end, with nothing between them that belongs to none', async () => {
  const check = (planted: Tree) =>
    withTree(planted, async (directory) => {
      gnuTar(['-cf', 'tree.tar', '--format=posix', 'tree'], directory)
      const entries = await indexed(join(directory, 'tree.tar'))
      expect(entries.map(({ at }) => at)).toEqual([0, ...entries.slice(0, -1).map(({ next }) => next)])
      for (const { at, header, start, size, next } of entries) {
        expect(at <= header && header < start && start + size <= next).toBe(true)
        expect([at, header, start, next].every((offset) => offset % 512 === 0)).toBe(true)
      }
    })
  await fc.assert(fc.asyncProperty(tree, check), { numRuns: 10 })
})
