import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { saveKit, type Kit, type PassOn } from '../../../src/output/kit'
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

const save = (signal = new AbortController().signal, onProgress: OnProgress = () => {}) => ({ signal, onProgress })

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
  expect(
    await saveKit(
      kit(),
      save(undefined, (...of) => told.push(of)),
      passOn,
    ),
  ).toBe('file')
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
  await saveKit(kit(), save(), passOn)
  expect([...picked.folders.keys()]).toEqual(['Plant 7.kit', 'Plant 7.kit-3'])
  expect(picked.folders.get('Plant 7.kit')?.files.size).toBe(0)
})

test('one that fails, or is cancelled, leaves no folder', async () => {
  const gone: PassOn = async function* (blob, onRead) {
    if (blob.size === 10) return yield* passOn(blob, onRead)
    throw new DOMException('gone', 'NotReadableError')
  }
  const picked = pickedFolder()
  await expect(saveKit(kit(), save(), gone)).rejects.toMatchObject({
    fault: { code: 'changed-on-disk', facts: { file: 'b.tar' } },
  })
  expect([picked.removed, picked.folders.size]).toEqual([['Plant 7.kit'], 0])

  const cancel = new AbortController()
  const cancelled = saveKit(
    kit(),
    save(cancel.signal, () => cancel.abort()),
    passOn,
  )
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  expect(picked.folders.size).toBe(0)
})

test('where there is no folder to be picked, it is a zip with that folder in it', async () => {
  vi.stubGlobal('window', {})
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('setTimeout', () => {})
  const blobs: Blob[] = []
  const links: { download?: string; click: () => void }[] = []
  vi.stubGlobal('document', { createElement: () => (links.push({ click: () => {} }), links.at(-1)) })
  vi.stubGlobal('URL', { createObjectURL: (blob: Blob) => (blobs.push(blob), 'blob:x'), revokeObjectURL: () => {} })
  expect(await saveKit(kit(), save(), passOn)).toBe('download')
  expect(links[0]?.download).toBe('Plant 7.kit.zip')
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
      NAMES.map((name) => `Plant 7.kit/${name}`),
    )
    expect(listed[2]).toBe('Plant 7.kit/load.sh 0o755')
  })
})
