import { expect, test } from 'vitest'
import { filesOf, filesOfPicked } from '../../../../src/state/jobs/folders'

/** What a browser hands over when a folder is dropped: a file, or a folder that tells of what is in it some at a time. */
type Tree = { readonly [name: string]: string | Tree }

const entry = (name: string, value: string | Tree): FileSystemEntry => {
  const shared = { name, fullPath: name, filesystem: { name: '', root: undefined as never }, getParent: () => {} }
  if (typeof value === 'string') {
    const file = (told: (file: File) => void) => told(new File([value], name))
    return Object.assign(shared, { isFile: true, isDirectory: false, file })
  }
  const createReader = () => {
    const left = Object.entries(value).map(([inner, item]) => entry(inner, item))
    return { readEntries: (told: (some: FileSystemEntry[]) => void) => told(left.splice(0, 2)) }
  }
  return Object.assign(shared, { isFile: false, isDirectory: true, createReader })
}

const names = async (files: Promise<readonly File[]>) => (await files).map(({ name }) => name)

/** Asked for a `dir:` of skopeo alone. */
const sha256 = () => Promise.reject(new Error('nobody asks'))

const SAVE: Tree = { 'manifest.json': '[]', abc: { 'layer.tar': 'x', VERSION: '1.0', json: '{}' } }

test('a file that is dropped is that file', async () => {
  expect(await names(filesOf(entry('app.tar', 'x'), sha256))).toEqual(['app.tar'])
})

test('a folder is read through, however many calls it takes', async () => {
  const folder: Tree = { a: { 'b.json': '{}', 'c.tar': 'x', 'd.tar': 'x', e: SAVE }, 'notes.md': 'x' }
  expect(await names(filesOf(entry('carry', folder), sha256))).toEqual(['e.tar', 'b.json', 'c.tar', 'd.tar'])
  expect(await names(filesOf(entry('carry', SAVE), sha256))).toEqual(['carry.tar'])
})

test('a folder in folders without end is refused', async () => {
  let deep: Tree = { 'a.tar': 'x' }
  for (let depth = 0; depth < 70; depth++) deep = { deeper: deep }
  await expect(filesOf(entry('deep', deep), sha256)).rejects.toThrow('folder-too-many')
})

test('a folder that is picked tells paths, and is the same', async () => {
  const file = (path: string) =>
    Object.assign(new File(['x'], path.split('/').at(-1) ?? ''), { webkitRelativePath: path })
  const paths = ['images/manifest.json', 'images/abc/layer.tar']
  expect(await names(filesOfPicked(paths.map(file), sha256))).toEqual(['images.tar'])
})
