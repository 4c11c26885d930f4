import { expect, test } from 'vitest'
import type { LayerRow } from '../../../../src/core/layer/listing'
import { messagesIn } from '../../../../src/messages'
import { effectOf, factsOf } from '../../../../src/ui/layer/said'

const english = await messagesIn('en')

const header = { mode: 0o4755, uid: 0, gid: 33, mtime: 0, link: '' }
const file: LayerRow = {
  id: 0,
  path: 'bin/su',
  name: 'su',
  depth: 1,
  type: 'file',
  size: 55_000,
  files: 0,
  header,
  change: 'added',
  replaced: undefined,
  open: undefined,
  parentAt: 0,
  savable: true,
}

test('a file is told by type, size, mode, owner and time', () => {
  expect(factsOf(file, english)).toEqual(['file', '55 kB', 'rwsr-xr-x (4755)', 'owner 0:33', '1970-01-01 00:00:00'])
})

test('a time that no calendar has is left out', () => {
  expect(factsOf({ ...file, header: { ...header, mtime: 1e15 } }, english)).not.toContain('1970-01-01 00:00:00')
  expect(factsOf({ ...file, header: { ...header, mtime: 1e15 } }, english)).toHaveLength(4)
})

test('a folder that the layer has no entry for is told by what it holds', () => {
  const folder: LayerRow = { ...file, type: 'folder', files: 2, header: undefined }
  expect(factsOf(folder, english)).toEqual(['folder', 'holds 2 files, 55 kB'])
  expect(factsOf({ ...file, header: undefined }, english)).toEqual([])
})

test('what is new has no effect on the layers below', () => {
  expect(effectOf(file, english)).toEqual([])
})

test('a deletion tells what it hides, where that is known', () => {
  const deletion: LayerRow = { ...file, type: 'deletion', header: undefined, files: 0, size: 0 }
  expect(effectOf({ ...deletion, files: 1, size: 800 }, english)).toEqual([
    'Deletes 1 file of the layers below, 800 bytes.',
  ])
  expect(effectOf(deletion, english)).toEqual(['Deletes it from the layers below.'])
  expect(effectOf({ ...deletion, type: 'opaque' }, english)).toEqual([
    'Deletes everything that the layers below have in this folder.',
  ])
})

test('a replacement tells how it differs from what was there', () => {
  const was = { ...header, path: 'bin/su', start: 0, type: 'file' as const, size: 55_000, mode: 0o755, uid: 7 }
  const replaced = (differs: NonNullable<LayerRow['replaced']>['differs']): LayerRow => ({
    ...file,
    change: 'changed',
    replaced: { was, differs, hides: { files: 1, bytes: 55_000 } },
  })
  expect(effectOf(replaced(['mode', 'owner']), english)).toEqual([
    'Replaces a file below of the same size (55 kB)',
    'mode rwxr-xr-x → rwsr-xr-x',
    'owner 7:33 → 0:33',
  ])
  expect(effectOf(replaced(['size']), english)).toEqual(['Replaces a file below of 55 kB'])
})
