import { expect, test } from 'vitest'
import { filesOf } from '../../../../src/core/image/files'
import type { Entry } from '../../../../src/core/tar/walk'
import { indexTar } from '../../../../src/core/tar/index'
import { BlobSource } from '../../../../src/core/tar/source'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'

async function filesIn(members: readonly Member[]) {
  const tar = await indexTar(new BlobSource(fileOf(tarOf(members)), 'image.tar'))
  return filesOf(tar)
}

test('links lead where they lead, however often they are asked', async () => {
  const files = await filesIn([
    { name: 'blobs/a', body: 'bytes' },
    { name: 'x/soft', type: '2', link: '../blobs/./a' },
    { name: 'y/soft', type: '2', link: '../x/soft' },
    { name: 'z/hard', type: '1', link: 'y/soft' },
    { name: 'nowhere', type: '2', link: 'gone' },
  ])
  for (let times = 0; times < 3; times++) {
    for (const path of ['blobs/a', './x/soft', '/y/soft', 'q/../z/hard']) expect(files.find(path)?.name).toBe('blobs/a')
    expect(files.find('nowhere')).toBeUndefined()
  }
})

test('a long link that is asked for ten thousand times is read once', async () => {
  let asked = 0
  const link = `${'./'.repeat(2_000)}a`
  const entry = { name: 'soft', type: 'symlink', get link() { asked++; return link } } as Entry // prettier-ignore
  const target = { name: 'a', type: 'file', link: '' } as Entry
  const tar = {
    name: 'image.tar',
    size: 0,
    bytes: undefined,
    entries: [entry, target],
    end: { end: 0, endBlocks: true },
    read: async () => new Uint8Array(),
  }
  const files = filesOf(tar)
  files.find('soft')
  const first = asked
  for (let times = 0; times < 10_000; times++) expect(files.find('./soft')).toBe(target)
  expect(asked).toBe(first)
})

test('what is longer than any system takes leads nowhere, and is nothing to be found', async () => {
  const long = 'd/'.repeat(3_000) + 'l'
  const files = await filesIn([
    { name: long, format: 'gnu', body: 'x' },
    { name: 'soft', type: '2', format: 'gnu', link: long },
    { name: 'near', type: '2', format: 'gnu', link: './'.repeat(3_000) + 'l' },
    { name: 'l', body: 'x' },
  ])
  expect([long, 'soft', 'near'].map((name) => files.find(name))).toEqual([undefined, undefined, undefined])
  expect(files.find('l')).toBeDefined()
})

test('half a character in JSON never names a file whose name is no UTF-8', async () => {
  const files = await filesIn([{ name: Uint8Array.of(0xe9), body: 'latin-1' }])
  expect(files.find('\udce9')).toBeUndefined()
  expect(files.find('\ufffd')).toBeUndefined()
})
