import { describe, expect, test } from 'vitest'
import { LayerListing } from '../../../../src/core/layer/listing'
import { compared, contentsOf, contentsOfMembers, linesOf } from '../../../fixtures/reading-layers'
import { concat, memberBytes, tarOf, type Member } from '../../../fixtures/tar'

const members: Member[] = [
  { name: 'usr/bin/large', body: 'x'.repeat(5000), mode: 0o755 },
  { name: 'usr/bin/small', body: 'x' },
  { name: 'usr/bin/also-large', type: '1', link: 'usr/bin/large' },
  { name: 'usr/', type: '5', mode: 0o755 },
  { name: 'etc/.wh.old' },
  { name: 'var/.wh..wh..opq' },
  { name: 'var/log', type: '2', link: '/tmp' },
  { name: 'zzz', body: 'x'.repeat(40) },
]
const listing = async () => new LayerListing(await contentsOfMembers(...members))
const paths = (lines: readonly { path: string; type: string }[]) => lines.map(({ path, type }) => `${type} ${path}`)

test('a tree: folders first, by name, each with the bytes of all that it holds', async () => {
  const lines = linesOf(await listing())
  expect(lines.map(({ path, type, depth, size, files }) => [path, type, depth, size, files])).toEqual([
    ['etc', 'folder', 0, 0, 0],
    ['etc/old', 'deletion', 1, 0, 0],
    ['usr', 'folder', 0, 5001, 3],
    ['usr/bin', 'folder', 1, 5001, 3],
    ['usr/bin/also-large', 'hardlink', 2, 0, 0],
    ['usr/bin/large', 'file', 2, 5000, 0],
    ['usr/bin/small', 'file', 2, 1, 0],
    ['var', 'folder', 0, 0, 1],
    ['var', 'opaque', 1, 0, 0],
    ['var/log', 'symlink', 1, 0, 0],
    ['zzz', 'file', 0, 40, 0],
  ])
  // The folder of each line stands where it says.
  for (const { parentAt, path, depth } of lines)
    if (depth > 0) expect(path.startsWith(lines[parentAt]!.path)).toBe(true)
})

test('folders open and close, one or all', async () => {
  const at = await listing()
  expect(at.show({ text: '', show: 'all', order: 'path' }).rows).toBe(11)
  const usr = linesOf(at).find(({ path }) => path === 'usr')!
  expect(at.toggle(usr.id).rows).toBe(7)
  expect(at.toggle(usr.id).rows).toBe(11)
  expect(at.toggleAll(false).rows).toBe(4)
  expect(paths(at.rows(0, 9))).toEqual(['folder etc', 'folder usr', 'folder var', 'file zzz'])
  expect(at.toggle(usr.id).rows).toBe(5)
  expect(at.rows(1, 2)[0]!.open).toBe(true)
})

test('the largest come first, without folders', async () => {
  const at = await listing()
  const shown = at.show({ text: '', show: 'all', order: 'size' })
  expect(shown).toEqual({ rows: 7, matches: 7, bytes: 5041 })
  expect(paths(at.rows(0, 3))).toEqual(['file usr/bin/large', 'file zzz', 'file usr/bin/small'])
})

test('a search finds paths whatever the case, with the folders that lead there, and opens them', async () => {
  const at = await listing()
  at.toggleAll(false)
  expect(at.show({ text: 'LARGE', show: 'all', order: 'path' })).toEqual({ rows: 4, matches: 2, bytes: 5000 })
  expect(paths(at.rows(0, 9))).toEqual([
    'folder usr',
    'folder usr/bin',
    'hardlink usr/bin/also-large',
    'file usr/bin/large',
  ])
  expect(at.show({ text: 'nowhere', show: 'all', order: 'path' })).toEqual({ rows: 0, matches: 0, bytes: 0 })
})

test('a line is found again in whatever is shown', async () => {
  const at = await listing()
  for (const query of [{}, { order: 'size' }, { text: 'large' }] as const) {
    const lines = linesOf(at, query)
    expect(lines.map(({ id }) => at.placeOf(id))).toEqual([...lines.keys()])
  }
  const { id } = linesOf(at).find(({ name }) => name === 'small')!
  at.show({ text: 'large', show: 'all', order: 'path' })
  expect(at.placeOf(id)).toBe(-1)
})

test('a filter shows what changed alone, and a changed folder for itself', async () => {
  const at = await compared([
    [
      { name: 'a', body: 'x'.repeat(10) },
      { name: 'dir/', type: '5', mode: 0o700 },
      { name: 'dir/kept', body: 'x' },
      { name: 'dir/gone', body: 'x'.repeat(7) },
    ],
    [
      { name: 'a', body: 'x'.repeat(20) },
      { name: 'b', body: 'x' },
      { name: 'dir/', type: '5', mode: 0o755 },
      { name: 'dir/kept', body: 'y' },
      { name: 'dir/.wh.gone' },
    ],
  ])
  const shown = (show: 'added' | 'changed' | 'again' | 'deleted') => paths(linesOf(at, { show }))
  expect(shown('added')).toEqual(['file b'])
  expect(shown('changed')).toEqual(['folder dir', 'file a'])
  expect(shown('again')).toEqual(['folder dir', 'file dir/kept'])
  expect(shown('deleted')).toEqual(['folder dir', 'deletion dir/gone'])
  expect(at.summary().changes).toEqual({
    added: { files: 1, bytes: 1 },
    changed: { files: 2, bytes: 20 },
    again: { files: 1, bytes: 1 },
    deleted: { files: 1, bytes: 7 },
  })
  expect(at.summary()).toMatchObject({ files: 3, bytes: 22, deletions: 1, hidden: { files: 3, bytes: 18 } })
})

test('a file’s bytes are to be had, a hardlink’s are those of the file that it names, others have none', async () => {
  const lines = linesOf(await listing())
  const savable = lines.filter((line) => line.savable).map(({ path }) => path)
  expect(savable).toEqual(['usr/bin/also-large', 'usr/bin/large', 'usr/bin/small', 'zzz'])
  const at = await listing()
  const link = linesOf(at).find(({ type }) => type === 'hardlink')!
  expect(at.fileOf(link.id)).toMatchObject({ path: 'usr/bin/large', size: 5000 })
})

describe('200,000 files', () => {
  const COUNT = 200_000
  const header = memberBytes({ name: 'x' })
  /** One directory for a thousand; written into a copy of one header, because a header each would take long. */
  const large = () => {
    const all = new Uint8Array((COUNT + 2) * header.length)
    for (let at = 0; at < COUNT; at++) {
      const name = `d${String(at % 200).padStart(3, '0')}/f${String(at).padStart(6, '0')}`
      all.set(memberBytes({ name }), at * header.length)
    }
    return all
  }

  test('are listed, found and sorted, all of them', async () => {
    const at = new LayerListing(await contentsOf(large()))
    expect(at.summary().files).toBe(COUNT)
    expect(at.show({ text: '', show: 'all', order: 'path' }).rows).toBe(200)
    expect(at.toggleAll(true).rows).toBe(COUNT + 200)
    expect(at.rows(COUNT + 199, COUNT + 300).map(({ path }) => path)).toEqual(['d199/f199999'])
    expect(at.show({ text: 'f199999', show: 'all', order: 'path' })).toMatchObject({ rows: 2, matches: 1 })
    expect(at.show({ text: '', show: 'all', order: 'size' }).rows).toBe(COUNT)
  })
})

test('a path deeper than calls can go is listed all the same', async () => {
  const deep = 'd/'.repeat(2000)
  const tar = concat(tarOf([{ name: `${deep}file`, format: 'pax', body: 'x' }]))
  const lines = linesOf(new LayerListing(await contentsOf(tar)))
  expect(lines.length).toBe(2001)
  expect(lines.at(-1)).toMatchObject({ name: 'file', depth: 2000 })
})
