import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Kit, PassOn } from '../../../src/output/kit'
import { saveKits } from '../../../src/output/save-kits'
import type { OnProgress } from '../../../src/output/output'
import { inDirectory } from '../../fixtures/gnu-tar'

const passOn: PassOn = async function* (blob, onRead) {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  onRead(0)
  yield bytes
  onRead(bytes.length)
  return createHash('sha256').update(bytes).digest('hex')
}

const kit = (over: Partial<Kit> = {}): Kit => ({
  name: 'Plant 7.kit',
  bytes: 34,
  make: async () => [
    { name: '01-a.tar', source: 'a.tar', blob: new Blob(['bytes of a']) },
    { name: '02-镜像.slim.tar', source: 'b.tar', blob: new Blob(['bytes of b, more of them']) },
  ],
  texts: (sums) => [
    { name: 'load.sh', text: '#!/bin/sh\necho loaded\n', runs: true },
    { name: 'sums.txt', text: [...sums].map(([name, sum]) => `${name} ${sum.length}`).join('\n') },
  ],
  ...over,
})

type OnTurn = (kit: Kit) => void

const save = (signal = new AbortController().signal, onProgress: OnProgress = () => {}, onTurn: OnTurn = () => {}) => ({
  signal,
  onProgress,
  onTurn,
  passOn,
})

/** A folder that a picker gives: what is written in it, by name. */
class FakeFolder {
  readonly folders = new Map<string, FakeFolder>()
  readonly files = new Map<string, Uint8Array[]>()
  readonly removed: string[] = []
  readonly name: string

  constructor(name = '') {
    this.name = name
  }

  async getDirectoryHandle(name: string, { create = false } = {}) {
    if (this.files.has(name)) throw new DOMException('', 'TypeMismatchError')
    const known = this.folders.get(name)
    if (!known && !create) throw new DOMException('', 'NotFoundError')
    const folder = known ?? new FakeFolder(name)
    this.folders.set(name, folder)
    return folder
  }

  async getFileHandle(name: string) {
    const parts: Uint8Array[] = []
    const close = async () => void this.files.set(name, parts)
    return { name, createWritable: async () => ({ write: async (part: Uint8Array) => void parts.push(part), close, abort: async () => {} }), getFile: async () => new File([], name) } // prettier-ignore
  }

  async removeEntry(name: string) {
    this.removed.push(name)
    this.folders.delete(name)
  }

  text(name: string) {
    return Buffer.concat(this.files.get(name) ?? []).toString()
  }
}

function pickedFolder(): FakeFolder {
  const folder = new FakeFolder()
  vi.stubGlobal('window', { showDirectoryPicker: async () => folder })
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  return folder
}
afterEach(() => vi.unstubAllGlobals())

const NAMES = ['01-a.tar', '02-镜像.slim.tar', 'load.sh', 'sums.txt', 'SHA256SUMS']

test('it lies in a folder of its own, with the sums of all that is in it', async () => {
  const picked = pickedFolder()
  const told: [number, number][] = []
  const saved = saveKits(
    [kit()],
    'x.zip',
    save(undefined, (...of) => told.push(of)),
  )
  expect(await saved).toMatchObject({ how: 'file', written: [{ folder: 'Plant 7.kit' }], failed: [] })
  const folder = picked.folders.get('Plant 7.kit')!
  expect([...folder.files.keys()]).toEqual(NAMES)
  expect(folder.text('sums.txt')).toBe('01-a.tar 64\n02-镜像.slim.tar 64')
  await inDirectory((directory) => {
    for (const name of NAMES) writeFileSync(join(directory, name), folder.text(name))
    const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: directory, encoding: 'utf8' })
    expect(checked).toBe(NAMES.slice(0, -1).map((name) => `${name}: OK\n`).join('')) // prettier-ignore
  })
  expect(told.at(-1)).toEqual([34, 34])
})

test('what lies there already stays as it is', async () => {
  const picked = pickedFolder()
  picked.folders.set('Plant 7.kit', new FakeFolder())
  picked.files.set('Plant 7.kit-2', [])
  const { written } = await saveKits([kit()], 'x.zip', save())
  expect(written.map(({ folder }) => folder)).toEqual(['Plant 7.kit-3'])
  expect([...picked.folders.keys()]).toEqual(['Plant 7.kit', 'Plant 7.kit-3'])
  expect(picked.folders.get('Plant 7.kit')?.files.size).toBe(0)
})

test('one that fails, or is cancelled, leaves no folder', async () => {
  const gone: PassOn = async function* (blob, onRead) {
    if (blob.size === 10) return yield* passOn(blob, onRead)
    throw new DOMException('gone', 'NotReadableError')
  }
  const picked = pickedFolder()
  const { written, failed } = await saveKits([kit()], 'x.zip', { ...save(), passOn: gone })
  expect([written, failed.length]).toEqual([[], 1])
  expect(failed[0]?.thrown).toMatchObject({ fault: { code: 'changed-on-disk', facts: { file: 'b.tar' } } })
  expect([picked.removed, picked.folders.size]).toEqual([['Plant 7.kit'], 0])

  const cancel = new AbortController()
  const cancelled = saveKits(
    [kit()],
    'x.zip',
    save(cancel.signal, () => cancel.abort()),
  )
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  expect(picked.folders.size).toBe(0)
})

const names = ['Plant 7.kit', 'Ship.kit', 'Depot.kit']
const three = (over: Partial<Kit> = {}) => names.map((name) => kit({ name, ...(name === 'Ship.kit' ? over : {}) }))

test('of several kits each lies in its own folder; one that fails keeps none of the others from it', async () => {
  const picked = pickedFolder()
  const told: [number, number][] = []
  const turns: string[] = []
  const make = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  const { written, failed } = await saveKits(
    three({ make }),
    'x.zip',
    save(
      undefined,
      (...of) => told.push(of),
      ({ name }) => turns.push(name),
    ),
  )
  expect(turns).toEqual(names)
  expect([...picked.folders.keys()]).toEqual(['Plant 7.kit', 'Depot.kit'])
  for (const folder of picked.folders.values()) expect([...folder.files.keys()]).toEqual(NAMES)
  expect(written.map(({ folder }) => folder)).toEqual(['Plant 7.kit', 'Depot.kit'])
  expect(failed.map(({ kit: { name }, thrown }) => [name, (thrown as DOMException).name])).toEqual([
    ['Ship.kit', 'QuotaExceededError'],
  ])
  // Over all of them.
  expect(told.at(-1)).toEqual([102, 102])
  expect(told.every(([, total]) => total === 102)).toBe(true)
})

test('cancelled, those that were written by then stay, and the one under way goes', async () => {
  const picked = pickedFolder()
  const cancel = new AbortController()
  const onTurn = ({ name }: Kit) => name === 'Ship.kit' && cancel.abort()
  const { written, failed } = await saveKits(three(), 'x.zip', { ...save(cancel.signal), onTurn })
  expect([written.map(({ folder }) => folder), failed]).toEqual([['Plant 7.kit'], []])
  expect([...picked.folders.keys()]).toEqual(['Plant 7.kit'])
})

test('where there is no folder to be picked, it is a zip with those folders in it, or nothing at all', async () => {
  vi.stubGlobal('window', {})
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('setTimeout', () => {})
  const blobs: Blob[] = []
  const links: { download?: string; click: () => void }[] = []
  vi.stubGlobal('document', { createElement: () => (links.push({ click: () => {} }), links.at(-1)) })
  vi.stubGlobal('URL', { createObjectURL: (blob: Blob) => (blobs.push(blob), 'blob:x'), revokeObjectURL: () => {} })
  const make = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  await expect(saveKits(three({ make }), 'x.zip', save())).rejects.toMatchObject({ name: 'QuotaExceededError' })
  expect(links).toEqual([])
  expect(await saveKits(three(), 'all kits.zip', save())).toMatchObject({ how: 'download', failed: [] })
  expect(links[0]?.download).toBe('all kits.zip')
  const zip = new Uint8Array(await blobs[0]!.arrayBuffer())
  await inDirectory((directory) => {
    writeFileSync(join(directory, 'kit.zip'), zip)
    const script = `
import zipfile
with zipfile.ZipFile('kit.zip') as zip:
    assert zip.testzip() is None
    for one in zip.infolist(): print(one.filename, oct(one.external_attr >> 16 & 0o777))
`
    const listed = execFileSync('python3', ['-c', script], { cwd: directory, encoding: 'utf8' }).trim().split('\n')
    expect(listed.map((line) => line.slice(0, line.lastIndexOf(' ')))).toEqual(
      names.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`)),
    )
    expect(listed[2]).toBe('Plant 7.kit/load.sh 0o755')
  })
})
