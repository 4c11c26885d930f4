import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Output, Save } from '../../../src/output/output'
import { zipOf } from '../../../src/output/zip'
import { inDirectory } from '../../fixtures/gnu-tar'

const bytes = (length: number, byte: number) => new Uint8Array(length).fill(byte)

const made = (name: string, blob: Blob) => ({
  output: { id: name, name, source: `${name}.source`, bytes: blob.size, make: async () => blob } satisfies Output,
  blob,
})

const files = [made('网关.slim.tar', new Blob([bytes(3_000_000, 1)])), made('b.tar', new Blob([bytes(10, 2)]))]

const save = (over: Partial<Save> = {}): Save => ({
  gzip: false,
  onProgress: () => {},
  signal: new AbortController().signal,
  ...over,
})

/** What Python's zipfile reads, checksums and all. */
const UNZIP = `
import sys, zipfile
with zipfile.ZipFile('out.zip') as zip:
    assert zip.testzip() is None
    for name in zip.namelist(): open(str(zip.namelist().index(name)), 'wb').write(zip.read(name))
    sys.stdout.buffer.write('\\n'.join(zip.namelist()).encode())
`

test.each([false, true])('Python’s zipfile reads what was written (gzipped: %s)', async (gzip) => {
  const { blob } = await zipOf(files, save({ gzip }))
  const whole = new Uint8Array(await blob.arrayBuffer())
  await inDirectory((directory) => {
    writeFileSync(join(directory, 'out.zip'), whole)
    const names = execFileSync('python3', ['-c', UNZIP], { cwd: directory, encoding: 'utf8' }).split('\n')
    expect(names).toEqual(files.map(({ output }) => output.name))
    const first = execFileSync('cat', ['0'], { cwd: directory, maxBuffer: 2 ** 24 })
    expect((gzip ? gunzipSync(first) : first).equals(bytes(3_000_000, 1))).toBe(true)
  })
})

test('progress counts over all files, up to the sum', async () => {
  const told: [number, number][] = []
  await zipOf(files, save({ onProgress: (done, total) => told.push([done, total]) }))
  expect(told.at(-1)).toEqual([3_000_010, 3_000_010])
  expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((one, other) => one - other))
})

test('a file that can’t be read any more is named by what it is made of', async () => {
  const gone = new Blob([bytes(10, 3)])
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }) // prettier-ignore
  await expect(zipOf([...files, made('c.tar', gone)], save())).rejects.toMatchObject({
    fault: { code: 'changed-on-disk', facts: { file: 'c.tar.source' } },
  })
})

test('cancelled, it ends at once', async () => {
  const cancel = new AbortController()
  const saving = zipOf(files, save({ signal: cancel.signal, onProgress: () => cancel.abort() }))
  await expect(saving).rejects.toMatchObject({ name: 'AbortError' })
})
